import { describe, expect, test } from "@odoo/hoot";
import { Feedback } from "@stock_batches_scan/page/feedback";

describe.current.tags("headless");

/** What a browser's sound system was asked to play: [wave, height] of each tone. */
function makeContext() {
    const played = [];
    const makeTone = () => {
        const tone = { frequency: {}, connect: (next) => next, stop() {} };
        tone.start = () => played.push([tone.type, tone.frequency.value]);
        return tone;
    };
    const loudness = { gain: { setValueAtTime() {}, setTargetAtTime() {} }, connect: (next) => next };
    const context = { currentTime: 0, destination: {}, createOscillator: makeTone, createGain: () => loudness };
    return { context, played };
}

function hear(kind, options = {}) {
    const { context, played } = makeContext();
    new Feedback({ makeContext: () => context, shake: () => {}, ...options }).give(kind);
    return played;
}

test("right, wrong and attention differ in number, height and colour of their tones", () => {
    const heard = ["right", "wrong", "attention"].map((kind) => hear(kind));
    expect(heard.map((tones) => tones.length)).toEqual([2, 1, 3]);
    expect(new Set(heard.map(([[wave]]) => wave)).size).toBe(3);
    const [right, wrong, attention] = heard.map(([[, height]]) => height);
    expect(right).toBeGreaterThan(attention);
    expect(attention).toBeGreaterThan(wrong);
});

test("the hand tells them apart too, also where sounds are off", () => {
    const patterns = [];
    for (const kind of ["right", "wrong", "attention"]) {
        hear(kind, { isQuiet: true, shake: (pattern) => patterns.push(pattern.join(" ")) });
    }
    expect(new Set(patterns).size).toBe(3);
});

test("nothing sounds for a word without a signal, nor where sounds are off", () => {
    expect(hear("")).toEqual([]);
    expect(hear("info")).toEqual([]);
    expect(hear("wrong", { isQuiet: true })).toEqual([]);
});

test("a device without sound still works", () => {
    const feedback = new Feedback({
        shake: () => {},
        makeContext: () => {
            throw new Error("no sound");
        },
    });
    feedback.give("right");
    expect(feedback.context).toBe(null);
});
