/** A name that no other device gives; also where the page is not served by HTTPS. */
export function makeKey() {
    const words = new Uint32Array(4);
    window.crypto.getRandomValues(words);
    return [...words].map((word) => word.toString(16).padStart(8, "0")).join("");
}
