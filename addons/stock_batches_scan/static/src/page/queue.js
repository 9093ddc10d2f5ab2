import { makeKey } from "./key";
import { NoNetwork, Refused, SignedOut } from "./server";

/**
 * What was scanned and not answered yet, kept on the device until the server has it.
 *
 * Each entry has a uid; the server does it once, however often it is sent. Entries go out one after the other in the
 * order in which they were kept, from one tab at a time. What the server could not do any more stays as a conflict
 * until somebody solves it.
 */
export class ScanQueue {
    /**
     * @param {Object} options
     * @param {Store} options.store
     * @param {Alone} options.alone
     * @param {(entry: Object) => Promise<Object>} options.send
     * @param {number} options.userId entries of others wait until they sign in
     * @param {(entry: Object, answer: Object) => void} options.onAnswer
     * @param {() => void} options.onChange
     */
    constructor({ store, alone, send, userId, userName = "", onAnswer = () => {}, onChange = () => {} }) {
        Object.assign(this, { store, alone, send, userId, userName, onAnswer, onChange });
        this.entries = [];
        this.current = null;
        this.next = null;
    }

    async load() {
        this.entries = await this.store.list();
        this.onChange();
    }

    get own() {
        return this.entries.filter((entry) => entry.userId === this.userId);
    }

    get waiting() {
        return this.own.filter((entry) => entry.state !== "conflict");
    }

    get conflicts() {
        return this.own.filter((entry) => entry.state === "conflict");
    }

    get foreign() {
        return this.entries.filter((entry) => entry.userId !== this.userId);
    }

    /** @returns {Promise<Object>} the entry; it is on the disk when this resolves */
    async add(values) {
        const at = new Date().toISOString();
        const { userId, userName } = this;
        const entry = { uid: makeKey(), userId, userName, at, state: "waiting", tries: 0, ...values };
        entry.place = await this.store.add(entry);
        await this.load();
        return entry;
    }

    async change(place, values) {
        await this.store.patch(place, values);
        await this.load();
    }

    async drop(place) {
        await this.store.remove(place);
        await this.load();
    }

    /** Try a conflict once more, behind what waits. The server keeps its answer to the old uid, so it gets a new one. */
    async retry(place) {
        const old = this.entries.find((entry) => entry.place === place);
        const { place: _place, conflict: _conflict, ...values } = old;
        await this.store.add({ ...values, uid: makeKey(), state: "waiting", tries: 0, queued: true });
        await this.drop(place);
    }

    /** Take back the last scan of a piece of work, as long as it cannot have reached the server. */
    async takeBack(session) {
        const last = this.waiting.filter((entry) => entry.session === session).at(-1);
        if (last?.action !== "scan" || last.tries) {
            return null;
        }
        await this.drop(last.place);
        return last;
    }

    /**
     * Send what waits. Whoever asks while it is being sent gets the next round, which begins when this one is over:
     * an entry that was added after its last look is not forgotten.
     *
     * @returns {Promise<"sent"|"offline"|"expired">}
     */
    flush() {
        this.next ||= this.flushAfter(this.current);
        return this.next;
    }

    async flushAfter(before) {
        await before?.catch(() => {});
        this.current = this.next;
        this.next = null;
        return this.alone.run(() => this.sendAll());
    }

    async sendAll() {
        for (;;) {
            await this.load();
            const [entry] = this.waiting;
            if (!entry) {
                return "sent";
            }
            await this.alone.renew();
            const outcome = await this.sendOne(entry);
            if (outcome !== "sent") {
                return outcome;
            }
        }
    }

    async sendOne(entry) {
        await this.change(entry.place, { state: "sent", tries: entry.tries + 1 });
        try {
            await this.settle(entry, await this.send(entry));
        } catch (error) {
            return this.fail(entry, error);
        }
        return "sent";
    }

    async settle(entry, answer) {
        if (answer.conflict) {
            await this.change(entry.place, { state: "conflict", conflict: answer.conflict.text });
        } else {
            await this.drop(entry.place);
        }
        this.onAnswer(entry, answer);
    }

    /** One entry that the server cannot digest never stops the others. */
    async fail(entry, error) {
        if (error instanceof Refused) {
            const message = { kind: "wrong", text: error.message };
            const conflict = entry.queued ? { text: error.message } : null;
            await this.settle(entry, { message, sound: "wrong", conflict });
            return "sent";
        }
        await this.change(entry.place, { state: "waiting", queued: true });
        if (error instanceof NoNetwork) {
            return "offline";
        }
        if (error instanceof SignedOut) {
            return "expired";
        }
        throw error;
    }
}
