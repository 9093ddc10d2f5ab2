const texts = {};

/** The texts come with the page, in the user's language. */
export function setTexts(values) {
    Object.assign(texts, values);
}

/** @returns {string} the text of this name, with %(key)s filled in; the name itself where the server sent none */
export function t(name, values = {}) {
    const text = texts[name] ?? name;
    return text.replace(/%\((\w+)\)s/g, (whole, key) => values[key] ?? whole);
}
