// What a person does at the handheld; put before each walk.
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const find = (selector) => document.querySelector(selector);

async function until(condition, what) {
    for (let tries = 0; tries < 200; tries++) {
        if (condition()) {
            return;
        }
        await pause(50);
    }
    throw new Error(`${what} did not come; the screen says: ${document.body.innerText.replace(/\s+/g, " ")}`);
}

const see = (selector, text = "") =>
    until(() => find(selector)?.innerText.includes(text), `${text || "anything"} in ${selector}`);

async function press(selector) {
    await until(() => find(selector) && !find(selector).disabled, selector);
    find(selector).click();
    await pause(50);
}

/** As a scanner does: keys of a US keyboard, here with Cyrillic letters on them, then Enter. */
async function scan(code) {
    const names = { "-": "Minus", "/": "Slash", " ": "Space" };
    for (const letter of code) {
        const isLetter = /[a-z]/i.test(letter);
        const name = isLetter ? `Key${letter.toUpperCase()}` : names[letter] || `Digit${letter}`;
        const key = isLetter ? "ж" : letter;
        const options = { code: name, key, shiftKey: /[A-Z]/.test(letter), bubbles: true, cancelable: true };
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", options));
    }
    document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", { code: "Enter", key: "Enter", bubbles: true, cancelable: true })
    );
    await pause(50);
}

async function type(selector, text) {
    await until(() => find(selector), selector);
    find(selector).value = text;
    find(selector).dispatchEvent(new Event("input", { bubbles: true }));
}

async function enterNumber(number) {
    await press(".s_number");
    for (const digit of String(number)) {
        await press(`.s_key[data-key="${digit}"]`);
    }
    await press(".s_key_done");
}

const said = (kind, text) => see(`.s_message_${kind}`, text);
