import { describe, expect, test } from "@odoo/hoot";
import { Refused, SignedOut } from "@stock_batches_scan/page/server";
import { FakeServer, makeQueue, makeStore, scan } from "./helpers";

describe.current.tags("headless");

function getCodes(server) {
    return server.asked.map((entry) => entry.code);
}

test("scans go out one after the other in their order", async () => {
    const [store, server] = [makeStore(), new FakeServer()];
    const queue = makeQueue(store, server);
    for (const code of ["A", "B", "C"]) {
        await queue.add(scan(code));
    }
    expect(await queue.flush()).toBe("sent");
    expect(getCodes(server)).toEqual(["A", "B", "C"]);
    expect(await store.list()).toEqual([]);
});

test("without network all is kept, and a page that is loaded again sends it once", async () => {
    const [store, server] = [makeStore(), new FakeServer()];
    server.cut = "request";
    const queue = makeQueue(store, server);
    await queue.add(scan("A"));
    await queue.add(scan("B"));
    expect(await queue.flush()).toBe("offline");
    expect(getCodes(server)).toEqual(["A"]);
    const reloaded = makeQueue(store, server);
    await reloaded.load();
    expect(reloaded.waiting.map(({ code }) => code)).toEqual(["A", "B"]);
    server.cut = "";
    expect(await reloaded.flush()).toBe("sent");
    expect(server.done).toHaveLength(2);
});

test("an answer that was lost is asked for again under the same name: nothing is done twice", async () => {
    const [store, server] = [makeStore(), new FakeServer()];
    const answers = [];
    const queue = makeQueue(store, server, { onAnswer: (_entry, answer) => answers.push(answer) });
    server.cut = "answer";
    await queue.add(scan("A"));
    expect(await queue.flush()).toBe("offline");
    expect(server.done).toHaveLength(1);
    server.cut = "";
    expect(await queue.flush()).toBe("sent");
    expect(server.done).toHaveLength(1);
    expect(answers.map(({ repeat }) => repeat)).toEqual([true]);
    expect(server.asked.map(({ queued }) => Boolean(queued))).toEqual([false, true]);
});

test("a scan keeps its name and its moment, however late it is sent", async () => {
    const [store, server] = [makeStore(), new FakeServer()];
    server.cut = "request";
    const queue = makeQueue(store, server);
    const { uid, at } = await queue.add(scan("A"));
    await queue.flush();
    await queue.flush();
    server.cut = "";
    await queue.flush();
    expect(new Set(server.asked.map((entry) => `${entry.uid} ${entry.at}`))).toEqual(new Set([`${uid} ${at}`]));
});

test("fifty scans of a killed tab are all sent by the next one, in order", async () => {
    const [store, server] = [makeStore(), new FakeServer()];
    const queue = makeQueue(store, server);
    const codes = [...Array(50).keys()].map(String);
    for (const code of codes) {
        await queue.add(scan(code, { queued: true }));
    }
    await makeQueue(store, server).flush();
    expect(getCodes(server)).toEqual(codes);
});

for (const locks of [undefined, null]) {
    const means = locks === null ? "a lease" : "the browser's lock";
    test(`two tabs send each scan once and never cross: ${means}`, async () => {
        const [store, server] = [makeStore(), new FakeServer()];
        let busy = 0;
        let crossed = 0;
        const slow = {
            handle: async (entry) => {
                crossed += busy++;
                await Promise.resolve();
                const answer = await server.handle(entry);
                busy--;
                return answer;
            },
        };
        const tabs = [makeQueue(store, slow, { locks }), makeQueue(store, slow, { locks })];
        for (const code of ["A", "B", "C", "D"]) {
            await tabs[code.charCodeAt(0) % 2].add(scan(code));
        }
        await Promise.all(tabs.map((tab) => tab.flush()));
        expect(getCodes(server)).toEqual(["A", "B", "C", "D"]);
        expect(crossed).toBe(0);
    });
}

test("what is added while the last is being sent is not forgotten", async () => {
    const [store, server] = [makeStore(), new FakeServer()];
    const queue = makeQueue(store, server);
    await queue.add(scan("A"));
    const first = queue.flush();
    await queue.add(scan("B"));
    await Promise.all([first, queue.flush()]);
    expect(getCodes(server)).toEqual(["A", "B"]);
});

test("what cannot be done any more is a conflict, and the others go on", async () => {
    const answer = ({ code }) => (code === "A" ? { conflict: { text: "The transfer was cancelled." } } : {});
    const [store, server] = [makeStore(), new FakeServer(answer)];
    const queue = makeQueue(store, server);
    await queue.add(scan("A", { queued: true }));
    await queue.add(scan("B", { queued: true }));
    await queue.flush();
    expect(getCodes(server)).toEqual(["A", "B"]);
    expect(queue.conflicts.map(({ code, conflict }) => [code, conflict])).toEqual([["A", "The transfer was cancelled."]]);
    expect(queue.waiting).toEqual([]);
});

test("a conflict is tried again under a new name, since the server keeps its answer to the old one", async () => {
    let isMended = false;
    const [store, server] = [makeStore(), new FakeServer(() => (isMended ? {} : { conflict: { text: "No." } }))];
    const queue = makeQueue(store, server);
    const { place, uid } = await queue.add(scan("A", { queued: true }));
    await queue.flush();
    isMended = true;
    await queue.retry(place);
    await queue.flush();
    expect(queue.entries).toEqual([]);
    expect(server.asked[1].uid).not.toBe(uid);
    expect(server.asked[1].code).toBe("A");
});

test("a conflict is dropped for good", async () => {
    const [store, server] = [makeStore(), new FakeServer(() => ({ conflict: { text: "No." } }))];
    const queue = makeQueue(store, server);
    const { place } = await queue.add(scan("A", { queued: true }));
    await queue.flush();
    await queue.drop(place);
    expect(await store.list()).toEqual([]);
});

test("a scan that the server cannot digest never stops the others", async () => {
    const refuse = ({ code }) => {
        if (code === "A") {
            throw new Refused("Too long.");
        }
        return {};
    };
    const [store, server] = [makeStore(), new FakeServer(refuse)];
    const answers = [];
    const queue = makeQueue(store, server, { onAnswer: (_entry, answer) => answers.push(answer) });
    await queue.add(scan("A"));
    await queue.add(scan("B"));
    expect(await queue.flush()).toBe("sent");
    expect(answers[0].message).toEqual({ kind: "wrong", text: "Too long." });
    expect(queue.entries).toEqual([]);
});

test("signed out: all is kept until somebody signs in", async () => {
    let isIn = false;
    const [store, server] = [makeStore(), new FakeServer()];
    const send = (entry) => (isIn ? server.handle(entry) : Promise.reject(new SignedOut()));
    const queue = makeQueue(store, server, { send });
    await queue.add(scan("A"));
    expect(await queue.flush()).toBe("expired");
    expect(queue.waiting).toHaveLength(1);
    isIn = true;
    expect(await queue.flush()).toBe("sent");
    expect(server.done).toHaveLength(1);
});

test("scans of one worker are never sent under another's name", async () => {
    const [store, server] = [makeStore(), new FakeServer()];
    await makeQueue(store, server).add(scan("A"));
    const other = makeQueue(store, server, { userId: 8 });
    await other.flush();
    expect(server.asked).toEqual([]);
    expect(other.foreign.map(({ userName }) => userName)).toEqual(["Anna"]);
    await makeQueue(store, server).flush();
    expect(getCodes(server)).toEqual(["A"]);
});

test("the last scan is taken back only while it cannot have reached the server", async () => {
    const [store, server] = [makeStore(), new FakeServer()];
    const queue = makeQueue(store, server);
    await queue.add(scan("A"));
    await queue.add(scan("B"));
    expect((await queue.takeBack("s1")).code).toBe("B");
    expect(await queue.takeBack("other")).toBe(null);
    server.cut = "answer";
    await queue.flush();
    expect(await queue.takeBack("s1")).toBe(null);
});
