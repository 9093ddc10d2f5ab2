import { makeKey } from "@stock_batches_scan/page/key";
import { NoNetwork } from "@stock_batches_scan/page/server";
import { Alone } from "@stock_batches_scan/page/alone";
import { ScanQueue } from "@stock_batches_scan/page/queue";
import { Store } from "@stock_batches_scan/page/store";
import { makeState } from "@stock_batches_scan/page/state";
import { Work } from "@stock_batches_scan/page/work";

/** A store that no other test knows. */
export function makeStore(name = `test.${makeKey()}`) {
    return new Store(name);
}

/** The server as the page sees it: does each uid once, and may be cut off before or after it did. */
export class FakeServer {
    constructor(answer = () => ({})) {
        this.answer = answer;
        this.kept = new Map();
        this.asked = [];
        this.cut = "";
    }

    get done() {
        return [...this.kept.keys()];
    }

    async handle(entry) {
        this.asked.push(entry);
        if (this.cut === "request") {
            throw new NoNetwork();
        }
        const isRepeat = this.kept.has(entry.uid);
        if (!isRepeat) {
            this.kept.set(entry.uid, this.answer(entry));
        }
        if (this.cut === "answer") {
            throw new NoNetwork();
        }
        return { ...this.kept.get(entry.uid), repeat: isRepeat };
    }
}

/** @param {Object} options what `ScanQueue` wants; a tab of its own over the given store */
export function makeQueue(store, server, options = {}) {
    const alone = new Alone(store, "sending", options.locks === undefined ? navigator.locks : options.locks);
    const send = (entry) => server.handle(entry);
    return new ScanQueue({ store, alone, send, userId: 7, userName: "Anna", ...options });
}

export function scan(code, more = {}) {
    return { scenario: "pick", session: "s1", action: "scan", code, ...more };
}

export class FakeFeedback {
    given = [];
    give(kind) {
        if (kind) {
            this.given.push(kind);
        }
    }
    wake() {}
}

export class FakeMemory {
    values = {};
    getItem(name) {
        return this.values[name] ?? null;
    }
    setItem(name, value) {
        this.values[name] = value;
    }
}

export const LINES = [
    {
        id: 1, title: "Bearing", series: "OLD", place: "A-1", done: 0, todo: 2, unit: "pcs", state: "current",
        codes: { gtin: ["04601234567893"], barcode: ["4601234567893"], series: ["OLD"] },
    },
    {
        id: 2, title: "Grease", series: "G-1", place: "A-2", done: 0, todo: 5, unit: "pcs", state: "open",
        codes: { gtin: [], barcode: ["GREASE"], series: ["G-1"] },
    },
    {
        id: 3, title: "Belt", series: "B-9", place: "B-1", done: 0, todo: 3, unit: "pcs", state: "taken",
        taken_by: "Peter", codes: { gtin: [], barcode: [], series: ["B-9"] },
    },
];

export function makeScreen(values = {}) {
    return {
        name: "pick", title: "WH/OUT/1", subtitle: "", prompt: "Scan the series", expects: ["lot", "product"],
        target: null, lines: LINES.map((line) => ({ ...line })), progress: null, input: null, fields: [], buttons: [],
        tiles: [], files: [], ...values,
    };
}

/** A piece of work over a fake server; `answers(params)` says what the server answers. */
export async function makeWork(answers = () => ({}), { store = makeStore(), memory = new FakeMemory(), state = makeState() } = {}) {
    const server = new FakeServer((params) => ({ screen: makeScreen(), ...answers(params) }));
    const queue = makeQueue(store, server, { send: (entry) => work.send(entry) });
    const feedback = new FakeFeedback();
    const call = (address, params) => server.handle({ ...params, address });
    const work = new Work({ state, store, queue, feedback, memory, call });
    await work.begin();
    await work.open("pick", "s1");
    server.asked.length = 0;
    return { work, server, feedback, store, memory, queue };
}
