let language = "en";

export function setLanguage(code) {
    language = code || "en";
}

/** A quantity as it is written here; at most three decimals. */
export function formatNumber(value) {
    return typeof value === "number" ? new Intl.NumberFormat(language, { maximumFractionDigits: 3 }).format(value) : value;
}

/** Digits with the points between day, month and year, as they are typed. */
export function maskDay(text) {
    const digits = text.replace(/\D/g, "").slice(0, 8);
    const parts = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)];
    return parts.filter(Boolean).join(".");
}

/** @returns {string} ISO day of a day as people type it, the year with two digits or four; "" for none */
export function parseDay(text) {
    const [, day, month, year] = /^(\d\d)\.(\d\d)\.(\d\d|\d{4})$/.exec(maskDay(text)) || [];
    const iso = day ? `${year.padStart(4, "20")}-${month}-${day}` : "";
    const moment = new Date(`${iso}T00:00:00Z`);
    // A day that there is not becomes another one.
    return iso && !isNaN(moment) && moment.toISOString().startsWith(iso) ? iso : "";
}

/** @returns {string} an ISO day as it is typed */
export function typeDay(iso) {
    return iso ? iso.split("-").reverse().join(".") : "";
}

/** A quantity with its unit, kept on one line. */
export function formatQuantity(value, unit) {
    return [formatNumber(value), unit].filter((part) => part || part === 0).join("\u00a0");
}

/** ISO days and moments as they are written here; any other text as it is. */
export function formatDay(text) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text || "")) {
        return text || "";
    }
    const options = { year: "numeric", month: "2-digit", day: "2-digit", timeZone: "UTC" };
    return new Intl.DateTimeFormat(language, options).format(new Date(`${text}T00:00:00Z`));
}

export function formatMoment(text) {
    const options = { day: "2-digit", month: "2-digit", hour: "2-digit", minute: "2-digit" };
    return new Intl.DateTimeFormat(language, options).format(new Date(text));
}

/** @returns {number|null} of a text with comma or point */
export function parseNumber(text) {
    const plain = String(text).trim().replace(",", ".");
    return /^-?\d+(\.\d*)?$|^-?\.\d+$/.test(plain) ? Number(plain) : null;
}

/** The sign between whole and part, on this keypad. */
export function getDecimalSign() {
    return new Intl.NumberFormat(language).format(1.5).charAt(1);
}
