import { isEnd, readAltDigit, readKey } from "./keys";

// In ms. A scanner's keys come closer to each other than this; a person's do not.
const GAP = 120;
const BURST = 45;
const SHORTEST = 3;

function isField(element) {
    return Boolean(element?.matches?.("input:not(.s_catcher), textarea, select, [contenteditable='true']"));
}

/**
 * Takes codes from whatever reads them: scanners that type, Android scanners that put the text into a field at once,
 * the clipboard. Knows nothing of what is on the screen.
 *
 * Enter never presses a button here: it is the end of a code. What is too short for a code is somebody's typing.
 */
export class ScanInput {
    /**
     * @param {Object} handlers
     * @param {(code: string) => void} handlers.onCode
     * @param {(text: string) => void} handlers.onTyped
     * @param {() => void} handlers.onEnter Enter with nothing before it
     */
    constructor({ onCode, onTyped = () => {}, onEnter = () => {} }) {
        Object.assign(this, { onCode, onTyped, onEnter });
        this.text = "";
        this.alt = "";
        this.last = 0;
        this.slowest = 0;
        this.before = null;
        this.timer = null;
    }

    /** @param {HTMLElement} root @param {HTMLInputElement} catcher hidden field that holds the focus */
    start(root, catcher) {
        this.root = root;
        this.catcher = catcher;
        this.listeners = [
            [root, "keydown", (ev) => this.onKeyDown(ev), true],
            [root, "keyup", (ev) => this.onKeyUp(ev), true],
            [root, "paste", (ev) => this.onPaste(ev)],
            [root, "click", () => this.holdFocus()],
            [catcher, "input", () => this.onText()],
        ];
        for (const [target, ...listener] of this.listeners) {
            target.addEventListener(...listener);
        }
        this.holdFocus();
    }

    stop() {
        clearTimeout(this.timer);
        for (const [target, ...listener] of this.listeners || []) {
            target.removeEventListener(...listener);
        }
    }

    /** Handhelds write into the field that has the focus; without one the text is lost. */
    holdFocus() {
        if (!isField(document.activeElement)) {
            this.catcher.focus({ preventScroll: true });
        }
    }

    onKeyDown(ev) {
        if (ev.key === "Unidentified" || ev.isComposing) {
            return; // the text comes by itself
        }
        const digit = readAltDigit(ev);
        if (digit) {
            this.alt += digit;
            ev.preventDefault();
        } else if (isEnd(ev)) {
            this.onEnd(ev);
        } else {
            const letter = readKey(ev);
            if (letter) {
                this.onLetter(letter, ev);
            }
        }
    }

    onKeyUp(ev) {
        if (ev.key === "Alt" && this.alt) {
            this.take(String.fromCharCode(Number(this.alt)), ev.timeStamp, ev.target);
            this.alt = "";
        }
    }

    onLetter(letter, ev) {
        const inField = isField(ev.target);
        // A space on its own presses the button that has the focus, for those who work by keyboard.
        if (inField || (letter === " " && !this.text)) {
            if (inField) {
                this.take(letter, ev.timeStamp, ev.target);
            }
            return;
        }
        ev.preventDefault();
        this.take(letter, ev.timeStamp, ev.target);
    }

    take(letter, moment, target) {
        if (!this.text) {
            this.before = isField(target) ? { field: target, value: target.value } : null;
            this.slowest = 0;
        } else {
            this.slowest = Math.max(this.slowest, moment - this.last);
        }
        this.last = moment;
        this.text += letter;
        this.wait();
    }

    /** Keys that came while the page was busy are older than the timer and are heard before it ends the code. */
    wait() {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => {
            this.timer = setTimeout(() => this.finish());
        }, GAP);
    }

    onEnd(ev) {
        if (isField(ev.target) && !this.isBurst()) {
            this.reset();
            return; // somebody works in a form
        }
        if (ev.code === "Tab" && !this.text && !this.catcher.value) {
            return; // going from button to button
        }
        ev.preventDefault();
        ev.stopPropagation();
        this.finish(true);
    }

    /** True where no person types that fast. */
    isBurst() {
        return this.text.length >= SHORTEST && this.slowest <= BURST;
    }

    finish(isEnded = false) {
        const { before } = this;
        if (before && !this.isBurst()) {
            this.reset();
            return;
        }
        if (before) {
            before.field.value = before.value;
            before.field.dispatchEvent(new Event("input", { bubbles: true }));
        }
        const text = this.text || this.catcher.value;
        this.reset();
        this.give(text, isEnded);
    }

    give(text, isEnded) {
        if (text.trim().length >= SHORTEST) {
            this.onCode(text.trim());
        } else if (text.trim()) {
            this.onTyped(text.trim());
        }
        if (isEnded && text.trim().length < SHORTEST) {
            this.onEnter();
        }
    }

    reset() {
        clearTimeout(this.timer);
        this.text = "";
        this.before = null;
        this.catcher.value = "";
    }

    /** Text that was put into the hidden field at once: scanners of Android handhelds. */
    onText() {
        clearTimeout(this.timer);
        const lines = this.catcher.value.split(/[\r\n\t]+/);
        if (lines.length > 1) {
            this.finish(true);
        } else {
            this.wait();
        }
    }

    onPaste(ev) {
        if (!isField(ev.target)) {
            ev.preventDefault();
            this.give(ev.clipboardData.getData("text"), false);
        }
    }
}
