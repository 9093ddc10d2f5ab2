// A scanner presses the keys of a US keyboard. `ev.code` names the key, whatever letters the system puts on it.
const PLAIN = {
    Backquote: "`", Minus: "-", Equal: "=", BracketLeft: "[", BracketRight: "]", Backslash: "\\", Semicolon: ";",
    Quote: "'", Comma: ",", Period: ".", Slash: "/", Space: " ",
    NumpadDivide: "/", NumpadMultiply: "*", NumpadSubtract: "-", NumpadAdd: "+", NumpadDecimal: ".",
};
const SHIFTED = {
    Backquote: "~", Minus: "_", Equal: "+", BracketLeft: "{", BracketRight: "}", Backslash: "|", Semicolon: ":",
    Quote: '"', Comma: "<", Period: ">", Slash: "?",
};
const SHIFTED_DIGITS = ")!@#$%^&*(";
export const GS = "\x1d";

/** @returns {string} what the key writes on a US keyboard; "" where it writes nothing */
export function readKey(ev) {
    if (ev.code === "F8" || (ev.ctrlKey && ev.code === "BracketRight")) {
        return GS;
    }
    if (ev.ctrlKey || ev.metaKey || ev.altKey) {
        return "";
    }
    const [, letter] = /^Key([A-Z])$/.exec(ev.code) || [];
    if (letter) {
        return ev.shiftKey ? letter : letter.toLowerCase();
    }
    const [, kind, digit] = /^(Digit|Numpad)(\d)$/.exec(ev.code) || [];
    if (digit) {
        return kind === "Digit" && ev.shiftKey ? SHIFTED_DIGITS[digit] : digit;
    }
    if (!ev.code && ev.key?.length === 1) {
        return ev.key; // handhelds that do not name their keys
    }
    return (ev.shiftKey && SHIFTED[ev.code]) || PLAIN[ev.code] || "";
}

/** @returns {string} digit pressed while Alt is held: scanners send any character as Alt and its number */
export function readAltDigit(ev) {
    return (ev.altKey && /^(?:Digit|Numpad)(\d)$/.exec(ev.code)?.[1]) || "";
}

export function isEnd(ev) {
    const isLineFeed = ev.ctrlKey && (ev.code === "KeyJ" || ev.code === "KeyM");
    return ["Enter", "NumpadEnter", "Tab"].includes(ev.code || ev.key) || isLineFeed;
}
