import { beforeEach, describe, expect, getFixture, test } from "@odoo/hoot";
import { advanceTime } from "@odoo/hoot-mock";
import { ScanInput } from "@stock_batches_scan/page/input";

describe.current.tags("headless");

let input;
let seen;
let clock;

beforeEach(() => {
    seen = { codes: [], typed: [], enters: 0, presses: 0 };
    clock = 1000;
    const root = getFixture();
    root.innerHTML = `<input class="s_catcher"/><button id="plus">+1</button><input id="field"/>`;
    root.querySelector("#plus").addEventListener("click", () => seen.presses++);
    input = new ScanInput({
        onCode: (code) => seen.codes.push(code),
        onTyped: (text) => seen.typed.push(text),
        onEnter: () => seen.enters++,
    });
    input.start(root, root.querySelector(".s_catcher"));
    return () => input.stop();
});

/** One key as a browser tells of it; `gap` in ms after the one before. */
function press(code, { key = code, gap = 10, target = document.activeElement, type = "keydown", ...more } = {}) {
    clock += gap;
    const ev = new KeyboardEvent(type, { code, key, bubbles: true, cancelable: true, ...more });
    Object.defineProperty(ev, "timeStamp", { value: clock });
    target.dispatchEvent(ev);
    return ev;
}

const RUSSIAN = { KeyL: "д", KeyO: "щ", KeyT: "е", KeyA: "ф", Minus: "-" };

/** The keys of a US keyboard for this text, with whatever letters the system puts on them. */
function type(text, options = {}) {
    for (const letter of text) {
        const code = /[a-z]/i.test(letter) ? `Key${letter.toUpperCase()}` : letter === "-" ? "Minus" : `Digit${letter}`;
        const key = (options.isRussian && RUSSIAN[code]) || letter;
        press(code, { key, shiftKey: /[A-Z]/.test(letter), ...options });
    }
}

test("a scanner's keys end with Enter", () => {
    type("LOT-17");
    press("Enter");
    expect(seen.codes).toEqual(["LOT-17"]);
});

test("Tab ends a code too, and so does silence", async () => {
    type("LOT-17");
    press("Tab");
    type("LOT-18");
    await advanceTime(200);
    expect(seen.codes).toEqual(["LOT-17", "LOT-18"]);
});

test("complaint 6: a Cyrillic keyboard layout does not garble a Latin series", () => {
    type("LOT-a", { isRussian: true });
    press("Enter");
    expect(seen.codes).toEqual(["LOT-a"]);
});

test("caps lock does not turn the letters round", () => {
    press("KeyA", { key: "a", shiftKey: true });
    press("KeyB", { key: "B" });
    press("KeyC", { key: "C" });
    press("KeyD", { key: "D" });
    press("Enter");
    expect(seen.codes).toEqual(["Abcd"]);
});

test("complaint 5: Enter of the scanner never presses the button that has the focus", () => {
    document.querySelector("#plus")?.focus();
    const button = getFixture().querySelector("#plus");
    button.focus();
    type("LOT-17", { target: button });
    const ev = press("Enter", { target: button });
    expect(ev.defaultPrevented).toBe(true);
    expect(seen.presses).toBe(0);
    expect(seen.codes).toEqual(["LOT-17"]);
});

test("Enter alone presses no button either: it is told apart", () => {
    const button = getFixture().querySelector("#plus");
    button.focus();
    expect(press("Enter", { target: button }).defaultPrevented).toBe(true);
    expect([seen.presses, seen.enters]).toEqual([0, 1]);
});

for (const [name, keys] of [
    ["Ctrl+]", [["BracketRight", { key: "]", ctrlKey: true }]]],
    ["F8", [["F8", {}]]],
    [
        "Alt and 029",
        [
            ["Numpad0", { altKey: true }],
            ["Numpad2", { altKey: true }],
            ["Numpad9", { altKey: true }],
            ["AltLeft", { key: "Alt", type: "keyup" }],
        ],
    ],
]) {
    test(`complaint 7: the separator arrives as ${name}`, () => {
        type("10LOT");
        for (const [code, options] of keys) {
            press(code, options);
        }
        type("17261231");
        press("Enter");
        expect(seen.codes).toEqual(["10LOT\x1d17261231"]);
    });
}

test("complaint 7: what says the kind of symbol is kept for the server", () => {
    press("BracketRight", { key: "]" });
    type("d210LOT");
    press("Enter");
    expect(seen.codes).toEqual(["]d210LOT"]);
});

test("a person's slow digits are typing, not a code", async () => {
    type("1");
    await advanceTime(400);
    type("2");
    await advanceTime(400);
    press("Enter");
    expect(seen.typed).toEqual(["1", "2"]);
    expect([seen.codes, seen.enters]).toEqual([[], 1]);
});

test("an Android scanner puts the text into the hidden field at once", async () => {
    const catcher = getFixture().querySelector(".s_catcher");
    catcher.value = "010460123456789310LOT-1";
    catcher.dispatchEvent(new Event("input", { bubbles: true }));
    await advanceTime(200);
    expect(seen.codes).toEqual(["010460123456789310LOT-1"]);
    expect(catcher.value).toBe("");
});

test("a key without a name, as handhelds send it, counts by its letter", () => {
    for (const key of "LOT7") {
        press("", { key });
    }
    press("Enter");
    expect(seen.codes).toEqual(["LOT7"]);
});

test("text from the clipboard is a code", () => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", " LOT-17\n");
    getFixture().dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    expect(seen.codes).toEqual(["LOT-17"]);
});

test("somebody who types into a field is left alone", () => {
    const field = getFixture().querySelector("#field");
    field.focus();
    type("LOT-17", { target: field, gap: 150 });
    const ev = press("Enter", { target: field, gap: 150 });
    expect(ev.defaultPrevented).toBe(false);
    expect(seen.codes).toEqual([]);
});

test("a scan while a field has the focus is a scan, and the field keeps what it held", () => {
    const field = getFixture().querySelector("#field");
    field.focus();
    field.value = "12";
    type("LOT-17", { target: field, gap: 8 });
    field.value = "12LOT-17"; // as the browser would
    expect(press("Enter", { target: field, gap: 8 }).defaultPrevented).toBe(true);
    expect(seen.codes).toEqual(["LOT-17"]);
    expect(field.value).toBe("12");
});

test("complaint 14: shortcuts of the browser are no part of a code", () => {
    press("KeyR", { key: "r", ctrlKey: true });
    press("KeyV", { key: "v", metaKey: true });
    type("LOT7");
    press("Enter");
    expect(seen.codes).toEqual(["LOT7"]);
});
