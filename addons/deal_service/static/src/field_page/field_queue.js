import { browser } from "@web/core/browser/browser";
import { serializeDateTime } from "@web/core/l10n/dates";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

const SESSION_EXPIRED = "odoo.http.SessionExpiredException";

/** A name for an entry that no other telephone gives; also where the page is not served by https. */
export function makeKey() {
    const words = new Uint32Array(4);
    window.crypto.getRandomValues(words);
    return [...words].map((word) => word.toString(16).padStart(8, "0")).join("");
}

/**
 * What was entered and not answered yet, kept in the browser until the server has it.
 *
 * Each entry has a key; the server does it once, however often it is sent.
 */
export class FieldQueue {
    constructor(name, send) {
        this.name = name;
        this.send = send;
        this.entries = this.read();
        this.sending = false;
    }

    read() {
        try {
            return JSON.parse(browser.localStorage.getItem(this.name)) || [];
        } catch {
            return [];
        }
    }

    /** @returns {boolean} false where the browser has no room left */
    keep() {
        try {
            browser.localStorage.setItem(this.name, JSON.stringify(this.entries));
            return true;
        } catch {
            return false;
        }
    }

    get waiting() {
        return this.entries.filter((entry) => !entry.refused);
    }

    get refused() {
        return this.entries.filter((entry) => entry.refused);
    }

    /** @returns {Object|false} the entry, or false where there was no room for it */
    add(visitId, kind, values) {
        const at = serializeDateTime(luxon.DateTime.now());
        const entry = { key: makeKey(), visit_id: visitId, kind, values, at };
        this.entries.push(entry);
        if (this.keep()) {
            return entry;
        }
        this.entries.pop();
        this.keep();
        return false;
    }

    drop(key) {
        this.entries = this.entries.filter((entry) => entry.key !== key);
        this.keep();
    }

    /** Send a refused entry once more: what stood against it may be mended. */
    retry(key) {
        for (const entry of this.entries) {
            if (entry.key === key) {
                delete entry.refused;
            }
        }
        this.keep();
    }

    /** The answer of the server to some entries: {key: false or why it was refused}. */
    settle(answers) {
        this.entries = this.entries.filter((entry) => answers[entry.key] !== false);
        for (const entry of this.entries) {
            if (answers[entry.key]) {
                entry.refused = answers[entry.key];
            }
        }
        this.keep();
    }

    /** One entry that the server cannot digest never stops the others. */
    async ask(entry) {
        try {
            return await this.send([entry]);
        } catch (error) {
            if (error instanceof RPCError && error.exceptionName !== SESSION_EXPIRED) {
                return { [entry.key]: error.data?.message || error.message };
            }
            throw error;
        }
    }

    /**
     * Send what waits, one after the other: pictures are large, and the order counts.
     *
     * @returns {Promise<boolean>} false where there is no network
     */
    async flush() {
        if (this.sending) {
            return true;
        }
        this.sending = true;
        try {
            while (this.waiting.length) {
                const [entry] = this.waiting;
                this.settle(await this.ask(entry));
            }
            return true;
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                return false;
            }
            throw error;
        } finally {
            this.sending = false;
        }
    }
}

/** What a visit looks like with an entry that the server does not have yet. */
export function applyEntry(visit, { kind, values }) {
    if (kind === "start") {
        visit.state = "going";
    } else if (kind === "done") {
        visit.state = "done";
    } else if (kind === "line") {
        Object.assign(visit.lines.find((line) => line.id === values.line_id) || {}, values);
    } else if (kind === "report") {
        Object.assign(visit, values);
    } else if (kind === "remark") {
        visit.remarks.push(values.text);
    } else if (kind === "part") {
        visit.parts.push({ name: values.code, quantity: values.quantity });
    } else if (kind === "photo") {
        visit.photos += 1;
    } else if (kind === "sign") {
        Object.assign(visit, { is_signed: true, signed_by: values.signed_by });
    }
}
