import { gtinForms, readCode, toLatin } from "./gs1";

const GOODS = ["product", "goods", "series", "lot", "gtin", "serial"];

/** @returns {number} what is still to do on the line, less what waits for the network */
export function leftOf(line, waiting = 0) {
    return Math.max(0, (line.todo || 0) - (line.done || 0) - waiting);
}

function isOpen(line) {
    return line.state === "open" || line.state === "current";
}

function sameText(one, other) {
    return one.toUpperCase() === other.toUpperCase();
}

/** True where the code names these goods, and this series if it names one at all. */
export function belongs(line, code, parts = readCode(code)) {
    const { gtin = [], barcode = [], series = [] } = line.codes || {};
    const texts = [code.trim(), toLatin(code.trim())];
    const number = parts.lot || parts.serial;
    if (texts.some((text) => series.some((name) => sameText(name, text)))) {
        return true;
    }
    const forms = parts.gtin ? gtinForms(parts.gtin) : [];
    const isGoods = parts.gtin
        ? gtin.includes(parts.gtin) || barcode.some((text) => forms.includes(text))
        : barcode.some((text) => texts.includes(text));
    if (!number) {
        return isGoods;
    }
    return (isGoods || !parts.gtin) && series.some((name) => sameText(name, number));
}

/**
 * What the page may say about a code without the server.
 *
 * @param {Object} screen as the server described it
 * @param {Object} waiting {line id: quantity that waits for the network}
 * @returns {{kind: "right"|"wrong"|"done"|"unknown", line?: Object, quantity?: number}}
 *   `unknown`: the page cannot tell, the server will
 */
export function matchCode(screen, code, waiting = {}) {
    const lines = (screen.lines || []).filter((line) => line.codes);
    if (!lines.length) {
        return { kind: "unknown" };
    }
    const parts = readCode(code);
    const ours = lines.filter((line) => belongs(line, code, parts));
    const open = ours.filter((line) => isOpen(line) && (!line.todo || leftOf(line, waiting[line.id]) > 0));
    if (open.length) {
        const line = open.find((each) => each.state === "current") || open[0];
        const left = line.todo ? leftOf(line, waiting[line.id]) : Infinity;
        return { kind: "right", line, quantity: Math.min(parts.quantity || 1, left) };
    }
    if (ours.length) {
        return { kind: "done", line: ours[0] };
    }
    // A trade item number is goods for certain; anything else may be a place or a package where these are awaited.
    const isGoods = parts.gtin || (screen.expects || []).every((kind) => GOODS.includes(kind));
    return { kind: isGoods ? "wrong" : "unknown" };
}
