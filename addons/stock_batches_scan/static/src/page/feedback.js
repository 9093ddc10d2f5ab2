// Three signals that cannot be taken for each other: by their height, their number and their length. Hz and ms.
const SOUNDS = {
    right: { wave: "sine", volume: 0.35, tones: [[1050, 70], [1570, 130]] },
    wrong: { wave: "square", volume: 0.3, tones: [[170, 550]] },
    attention: { wave: "triangle", volume: 0.5, tones: [[660, 120], [0, 70], [660, 120], [0, 70], [660, 120]] },
};
const SHAKES = { right: [50], wrong: [350, 120, 350], attention: [100, 80, 100, 80, 100] };

function vibrate(pattern) {
    navigator.vibrate?.(pattern);
}

/** Says right, wrong or attention to ear and hand: a storeman looks at the shelf, not at the screen. */
export class Feedback {
    constructor({ isQuiet = false, makeContext = () => new AudioContext(), shake = vibrate } = {}) {
        Object.assign(this, { isQuiet, makeContext, shake });
        this.context = null;
    }

    /** Browsers allow sound only after the first touch or key. */
    wake() {
        try {
            this.context ||= this.makeContext();
            this.context.resume?.();
        } catch {
            this.context = null;
        }
    }

    give(kind) {
        if (!(kind in SOUNDS)) {
            return;
        }
        this.shake(SHAKES[kind]);
        if (!this.isQuiet) {
            this.wake();
            if (this.context) {
                this.play(SOUNDS[kind]);
            }
        }
    }

    play({ wave, volume, tones }) {
        let start = this.context.currentTime;
        for (const [height, length] of tones) {
            const end = start + length / 1000;
            if (height) {
                this.playTone(wave, volume, height, start, end);
            }
            start = end;
        }
    }

    playTone(wave, volume, height, start, end) {
        const [tone, loudness] = [this.context.createOscillator(), this.context.createGain()];
        tone.type = wave;
        tone.frequency.value = height;
        loudness.gain.setValueAtTime(volume, start);
        loudness.gain.setTargetAtTime(0, end - 0.02, 0.008);
        tone.connect(loudness).connect(this.context.destination);
        tone.start(start);
        tone.stop(end + 0.05);
    }
}
