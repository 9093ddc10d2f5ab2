import { describe, expect, test } from "@odoo/hoot";
import { FakeFeedback, FakeMemory, FakeServer, LINES, makeQueue, makeScreen, makeStore, makeWork } from "./helpers";
import { makeState, withLocal } from "@stock_batches_scan/page/state";
import { Work } from "@stock_batches_scan/page/work";

describe.current.tags("headless");

test("a scan is answered by the server: its screen, its words, its sound", async () => {
    const answer = { message: { kind: "right", text: "1 of 2", detail: "" }, sound: "right", undo: true };
    const { work, feedback } = await makeWork(({ action }) => (action === "scan" ? answer : {}));
    await work.scan("OLD");
    expect(work.state.message.text).toBe("1 of 2");
    expect(feedback.given).toEqual(["right"]);
    expect(work.state.undo).toBe(true);
    expect(work.state.waiting).toBe(0);
});

test("what is sent holds what the protocol asks for", async () => {
    const { work, server } = await makeWork();
    await work.scan("OLD");
    const { address, uid, device, at, ...sent } = server.asked[0];
    expect(address).toBe("/scan/do/pick");
    expect(sent).toEqual({ session: "s1", action: "scan", code: "OLD" });
    expect(uid).toMatch(/^[0-9a-f]{32}$/);
    expect(device).toMatch(/^[0-9a-f]{32}$/);
    expect(new Date(at).toISOString()).toBe(at);
});

test("the network goes away under a scan: right by the lines, kept and counted up", async () => {
    const { work, server, feedback } = await makeWork();
    server.cut = "request";
    await work.scan("OLD");
    expect(work.state.isOnline).toBe(false);
    expect(feedback.given).toEqual(["right"]);
    expect(work.state.waiting).toBe(1);
    expect(work.state.local[1]).toEqual({ scans: 1, quantity: 1 });
    expect(withLocal(LINES[0], work.state.local)).toMatchObject({ done: 1, waiting: 1, state: "current" });
});

test("offline a wrong code sounds wrong and is not kept; a full line takes no more", async () => {
    const { work, server, feedback, queue } = await makeWork();
    server.cut = "request";
    await work.scan("OLD");
    await work.scan("010460123456789310NEW");
    await work.scan("OLD");
    await work.scan("OLD");
    expect(feedback.given).toEqual(["right", "wrong", "right", "wrong"]);
    expect(queue.waiting.map(({ code }) => code)).toEqual(["OLD", "OLD"]);
});

test("back online: all is sent once, in order, with the line that the device took it for", async () => {
    const { work, server, feedback } = await makeWork();
    server.cut = "request";
    await work.scan("OLD");
    await work.scan("G-1");
    server.asked.length = 0;
    server.cut = "";
    await work.refresh();
    expect(server.asked.map(({ action, code, queued, expected }) => [action, code, queued, expected])).toEqual([
        ["scan", "OLD", true, 1],
        ["scan", "G-1", true, 2],
        ["start", undefined, undefined, undefined],
    ]);
    expect(work.state.isOnline).toBe(true);
    expect(work.state.waiting).toBe(0);
    expect(feedback.given).toEqual(["right", "right"]);
});

test("an answer that was lost is not counted twice on the screen", async () => {
    const { work, server } = await makeWork();
    server.cut = "answer";
    await work.scan("OLD");
    expect(work.state.local[1].quantity).toBe(1);
    server.cut = "";
    await work.refresh();
    expect(server.done.filter((uid) => server.kept.get(uid))).toHaveLength(new Set(server.done).size);
    expect(work.state.local).toEqual({});
});

test("a page that is loaded again without network goes on with its screen and what waits", async () => {
    const [store, memory] = [makeStore(), new FakeMemory()];
    const { work, server } = await makeWork(undefined, { store, memory });
    server.cut = "request";
    await work.scan("OLD");
    const again = await reload(store, memory);
    expect(again.state.screen.title).toBe("WH/OUT/1");
    expect(again.state.waiting).toBe(1);
    expect(again.state.local[1].quantity).toBe(1);
    expect(again.state.isOnline).toBe(false);
});

test("after a flat battery the tab's own memory is gone: the device still knows the work", async () => {
    const store = makeStore();
    const { work } = await makeWork(undefined, { store });
    const again = await reload(store, new FakeMemory());
    expect([again.state.scenario, again.state.session]).toEqual(["pick", work.state.session]);
});

/** The same page once more, without network. */
async function reload(store, memory) {
    const server = new FakeServer();
    server.cut = "request";
    const queue = makeQueue(store, server);
    const call = (address, params) => server.handle({ ...params, address });
    const work = new Work({ state: makeState(), store, queue, feedback: new FakeFeedback(), memory, call });
    await work.begin();
    return work;
}

test("conflicts after offline work go to the list and are told by the sound for attention", async () => {
    const answers = ({ queued }) => (queued ? { conflict: { text: "Taken by Peter." } } : {});
    const { work, server } = await makeWork(answers);
    server.cut = "request";
    await work.scan("OLD");
    server.cut = "";
    await work.refresh();
    expect(work.state.conflicts.map(({ conflict }) => conflict)).toEqual(["Taken by Peter."]);
    expect(work.state.local).toEqual({});
});

test("buttons that need the server are refused without network, at once", async () => {
    const { work, server, queue, feedback } = await makeWork();
    server.cut = "request";
    await work.scan("OLD");
    await work.act("press", "finish");
    expect(feedback.given).toEqual(["right", "attention"]);
    expect(queue.waiting).toHaveLength(1);
});

test("a button whose answer was lost is pressed once", async () => {
    const { work, server, queue } = await makeWork();
    server.cut = "answer";
    await work.act("press", "finish");
    expect(queue.waiting).toHaveLength(1);
    server.cut = "";
    await work.refresh();
    const pressed = server.asked.filter(({ action }) => action === "press");
    expect(new Set(pressed.map(({ uid }) => uid)).size).toBe(1);
    expect(queue.waiting).toEqual([]);
});

test("a quantity that was asked may be answered without network, once", async () => {
    const input = { name: "quantity", kind: "number", label: "How many" };
    const { work, server, queue } = await makeWork(() => ({ screen: makeScreen({ input }) }));
    server.cut = "request";
    await work.scan("OLD");
    await work.act("set", "quantity", 2);
    await work.act("set", "quantity", 3);
    expect(queue.waiting.map(({ action, value }) => [action, value])).toEqual([["scan", undefined], ["set", 2]]);
});

test("the last scan is taken back without network while it never left the device", async () => {
    const { work, server, queue } = await makeWork();
    server.cut = "request";
    await work.scan("OLD"); // may have come through
    expect(work.canUndo).toBe(false);
    await work.scan("G-1");
    expect(work.canUndo).toBe(true);
    await work.undo();
    expect(queue.waiting.map(({ code }) => code)).toEqual(["OLD"]);
});

test("the answer may lead to another piece of work", async () => {
    const go = { scenario: "receive", session: "s2" };
    const { work, server } = await makeWork(({ action }) => (action === "press" ? { go, screen: null } : {}));
    await work.act("press", "tile", "receive");
    await Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.asked.at(-1)).toMatchObject({ address: "/scan/do/receive", session: "s2", action: "start" });
    expect(work.state.scenario).toBe("receive");
});

test("a scan right behind a button that leads elsewhere is meant for the next screen", async () => {
    const go = { scenario: "count", session: "s2" };
    const { work, server } = await makeWork(({ action }) => (action === "press" ? { go, screen: null } : {}));
    const pressed = work.act("press", "tile", "count");
    await Promise.all([pressed, work.scan("SHELF-A")]);
    expect(server.asked.map(({ action, session }) => [action, session])).toEqual([
        ["press", "s1"],
        ["start", "s2"],
        ["scan", "s2"],
    ]);
});

test("what another tab sent of this work is drawn here too, without a sound", async () => {
    const { work, feedback } = await makeWork();
    const screen = makeScreen({ title: "WH/OUT/2" });
    const message = { kind: "wrong", text: "No", detail: "" };
    work.onOtherTab({ entry: { session: "s1", action: "scan" }, answer: { screen, message, sound: "wrong" } });
    expect(work.state.screen.title).toBe("WH/OUT/2");
    expect(feedback.given).toEqual([]);
});
