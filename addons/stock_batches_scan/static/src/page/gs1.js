/**
 * A small reader of GS1 codes, for one question only: does this code belong to a line on the screen?
 *
 * The server reads every code again and decides. Both are held to the cases of static/tests/gs1_cases.json.
 */

const GS = "\x1d";
const WRITTEN_SEPARATORS = /\{GS\}|<GS>|\[GS\]|\u241d|\\x1d|\\u001d|Alt029|<?FNC1>?|\^\]/gi;
// What keyboards and terminals make of the separator; tried only where the code does not read without them.
const KEYBOARD_SEPARATORS = /[\]#^|~\x1c\x1e\x1f]+/g;
const SYMBOLOGY = /^\][A-Za-z][0-9A-Za-z]/;
const EAN = /^\s*\]E[0-9]/;
const CYRILLIC = /[а-яёА-ЯЁ]/;
const RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮёЁ№";
const LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.QWERTYUIOP[]ASDFGHJKL;'ZXCVBNM,.`~#";
const TEXT = /^[!"%-?A-Z_a-z]*/;
// Length of an identifier by its first two digits; what is not here is no identifier.
const LENGTHS = [
    [2, ["00", "01", "02", "03", "10", "11", "12", "13", "15", "16", "17", "20", "21", "22", "30", "37"]],
    [2, ["90", "91", "92", "93", "94", "95", "96", "97", "98", "99"]],
    [3, ["23", "24", "25", "40", "41", "42", "71"]],
    [4, ["31", "32", "33", "34", "35", "36", "39", "43", "70", "72", "80", "81", "82"]],
];
const AI_LENGTH = Object.fromEntries(LENGTHS.flatMap(([length, starts]) => starts.map((start) => [start, length])));
// Parts of a fixed length need no separator: identifier (or its first two digits) → length of the value.
const FIXED = {
    ...{ "00": 18, "01": 14, "02": 14, "03": 14, 20: 2, 41: 13, 402: 17, 422: 3, 424: 3, 426: 3 },
    ...{ 7001: 13, 7003: 10, 7006: 6, 8001: 14, 8005: 6, 8006: 18, 8017: 18, 8018: 18 },
};
const DATES = { 11: "production", 13: "packaging", 15: "best_before", 17: "expiry" };
const ALL_DATES = ["11", "12", "13", "15", "16", "17"];
const LIMITS = { 10: 20, 21: 20, 22: 20, 30: 8, 37: 8 };
const NAMES = { "00": "sscc", "01": "gtin", 10: "lot", 21: "serial", 414: "gln" };

/** True where the last digit is right: weights 3 and 1 from the right. */
function hasCheckDigit(digits) {
    const total = [...digits].reverse().reduce((sum, digit, place) => sum + digit * (place % 2 ? 3 : 1), 0);
    return total % 10 === 0;
}

/** @returns {string} 14 digits of a trade item number with a right check digit, else an empty text */
export function toGtin(code) {
    const digits = (code || "").trim();
    const known = /^(\d{8}|\d{12,14})$/.test(digits) && hasCheckDigit(digits);
    return known ? digits.padStart(14, "0") : "";
}

/** @returns {string[]} all texts under which a product may hold this number */
export function gtinForms(gtin) {
    const lengths = [14, 13, 12, 8];
    return lengths.filter((length) => /^0*$/.test(gtin.slice(0, 14 - length))).map((length) => gtin.slice(14 - length));
}

/** @returns {string|false} ISO day of six digits; day 00 is the last of the month */
function readDate(digits, today = new Date()) {
    if (!/^\d{6}$/.test(digits)) {
        return false;
    }
    const [short, month, day] = [0, 2, 4].map((start) => Number(digits.slice(start, start + 2)));
    const century = Math.floor(today.getFullYear() / 100) * 100;
    const ahead = short - (today.getFullYear() % 100);
    const year = century + short + (ahead >= 51 ? -100 : ahead <= -50 ? 100 : 0);
    const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
    if (month < 1 || month > 12 || day > last) {
        return false;
    }
    return `${year}-${digits.slice(2, 4)}-${String(day || last).padStart(2, "0")}`;
}

/** @returns {{ai: string, value: string, end: number}|null} the part at the head of the text; null for none */
function takePart(text) {
    const ai = text.slice(0, AI_LENGTH[text.slice(0, 2)] || 0);
    if (!ai || !/^\d+$/.test(ai)) {
        return null;
    }
    const trade = ai.length === 4 && ai >= "3100" && ai < "3700" ? 6 : 0;
    const fixed = ALL_DATES.includes(ai) ? 6 : FIXED[ai] || FIXED[ai.slice(0, 2)] || trade;
    const [allowed] = TEXT.exec(text.slice(ai.length));
    const length = Math.min(allowed.length, fixed || LIMITS[ai] || 90);
    const end = ai.length + length;
    return { ai, value: text.slice(ai.length, end), fixed, end };
}

function isRight({ ai, value, fixed }) {
    if (!value || (fixed && value.length !== fixed)) {
        return false;
    }
    if (ALL_DATES.includes(ai)) {
        return Boolean(readDate(value));
    }
    if (fixed || ai === "30" || ai === "37") {
        const checked = ["00", "01", "02"].includes(ai);
        return /^\d+$/.test(value) && (!checked || hasCheckDigit(value));
    }
    return true;
}

function keep(found, part) {
    const { ai, value } = part;
    const name = NAMES[ai] || DATES[ai] || (ai === "30" || ai === "37" ? "quantity" : "other");
    const kept = DATES[ai] ? readDate(value) : name === "quantity" ? Number(value) : value;
    found[name] ??= kept;
}

/** @returns {{found: Object, errors: number}} the parts of a plain text */
function readPlain(whole) {
    const found = {};
    let errors = 0;
    for (let rest = whole; rest; ) {
        const part = takePart(rest);
        if (part && isRight(part)) {
            keep(found, part);
        } else {
            errors++;
        }
        const stop = rest.indexOf(GS);
        const end = part && (part.fixed || isRight(part)) ? part.end : stop < 0 ? rest.length : stop;
        rest = rest.slice(end).replace(/^\x1d+/, "");
    }
    if (!Object.keys(found).length) {
        const gtin = toGtin(whole);
        return gtin ? { found: { gtin }, errors: 0 } : { found, errors };
    }
    return { found, errors };
}

function makePlain(text) {
    let plain = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "").replace(SYMBOLOGY, "").replace(WRITTEN_SEPARATORS, GS);
    if (/^\(\d{2,4}\)/.test(plain)) {
        const parts = plain.split(/\((\d{2,4})\)/).slice(1);
        plain = parts.map((part, place) => (place % 2 ? part + GS : part)).join("");
    }
    return plain.replace(/^\x1d+|\x1d+$/g, "");
}

/** The same keys on a Latin keyboard. */
export function toLatin(text) {
    return [...text].map((letter) => (RUSSIAN.includes(letter) ? LATIN[RUSSIAN.indexOf(letter)] : letter)).join("");
}

/** The text as it is, then as what a keyboard may have made of it. */
function getReadings(text) {
    const plain = makePlain(text);
    const latin = CYRILLIC.test(text) ? makePlain(toLatin(text)) : plain;
    const guessed = latin.replace(KEYBOARD_SEPARATORS, GS).replace(/^\x1d+|\x1d+$/g, "");
    return [...new Set([plain, latin, guessed])];
}

function getWorth({ found, errors }) {
    return Object.keys(found).length ? Object.keys(found).length + (errors ? 1 - 2 * errors : 0) : 0;
}

/**
 * @param {string} text
 * @returns {{gtin?: string, lot?: string, serial?: string, quantity?: number, expiry?: string}} days are ISO
 */
export function readCode(text) {
    if (EAN.test(text || "")) {
        const gtin = toGtin(text.trim().slice(3));
        return gtin ? { gtin } : {};
    }
    let best = null;
    for (const plain of getReadings(text || "")) {
        const reading = readPlain(plain);
        if (Object.keys(reading.found).length && !reading.errors) {
            return reading.found;
        }
        if (!best || getWorth(reading) > getWorth(best)) {
            best = reading;
        }
    }
    return best.found;
}
