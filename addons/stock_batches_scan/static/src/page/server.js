/** The request may or may not have come through: whatever was sent is sent again. */
export class NoNetwork extends Error {}

/** Nobody is signed in any more. */
export class SignedOut extends Error {}

/** The server understood and did nothing. */
export class Refused extends Error {}

// In ms: longer than any scan takes. Past it the same scan is sent again under its own name, so nothing is lost.
const TIMEOUT = 10000;
const SESSION_EXPIRED = 100;
const BUSY = [408, 425, 429, 500, 502, 503, 504];

async function post(address, params) {
    const body = JSON.stringify({ jsonrpc: "2.0", method: "call", params });
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TIMEOUT);
    const headers = { "Content-Type": "application/json" };
    try {
        const response = await fetch(address, { method: "POST", headers, body, signal: stop.signal });
        if (BUSY.includes(response.status)) {
            throw new NoNetwork(String(response.status));
        }
        // A hotel's sign-in page is not an answer either.
        return await response.json();
    } catch (error) {
        throw error instanceof NoNetwork ? error : new NoNetwork(error.message);
    } finally {
        clearTimeout(timer);
    }
}

/** @returns {Promise<Object>} what the server answers; throws one of the errors above */
export async function callServer(address, params) {
    const { result, error } = await post(address, params);
    if (!error) {
        return result;
    }
    if (error.code === SESSION_EXPIRED) {
        throw new SignedOut(error.message);
    }
    throw new Refused(error.data?.message || error.message);
}

/** @returns {Promise<boolean>} whether the server can be reached; costs next to nothing */
export async function reachServer() {
    try {
        const signal = AbortSignal.timeout(TIMEOUT);
        const response = await fetch("/scan/manifest.webmanifest", { cache: "no-store", signal });
        return response.ok;
    } catch {
        return false;
    }
}
