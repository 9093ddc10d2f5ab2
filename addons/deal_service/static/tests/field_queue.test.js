import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { Deferred, mockDate } from "@odoo/hoot-mock";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { applyEntry, FieldQueue, makeKey } from "@deal_service/field_page/field_queue";

describe.current.tags("headless");

const NAME = "deal_service.entries.test";

beforeEach(() => browser.localStorage.removeItem(NAME));

/** A queue, and what it sent; `answer` may throw, or say why an entry is refused. */
function makeQueue(answer = () => false) {
    const sent = [];
    const queue = new FieldQueue(NAME, async ([entry]) => {
        sent.push(entry.kind);
        return { [entry.key]: await answer(entry) };
    });
    return { queue, sent };
}

function makeError(exceptionName, message) {
    return Object.assign(new RPCError(message), { exceptionName, data: { message } });
}

test("entries are sent one after the other, in their order", async () => {
    const { queue, sent } = makeQueue();
    queue.add(1, "start", {});
    queue.add(1, "remark", { text: "Door squeaks" });
    queue.add(1, "done", {});
    expect(await queue.flush()).toBe(true);
    expect(sent).toEqual(["start", "remark", "done"]);
    expect(queue.entries).toEqual([]);
});

test("without a network everything is kept, also for a page that is opened anew", async () => {
    const { queue } = makeQueue(() => {
        throw new ConnectionLostError("/web");
    });
    queue.add(1, "start", {});
    expect(await queue.flush()).toBe(false);
    const { queue: opened, sent } = makeQueue();
    expect(opened.waiting.map((entry) => entry.key)).toEqual(queue.waiting.map((entry) => entry.key));
    expect(await opened.flush()).toBe(true);
    expect(sent).toEqual(["start"]);
});

test("an entry keeps its key and its moment, however late it is sent", async () => {
    mockDate("2026-11-28 10:00:00", 0);
    let online = false;
    const seen = [];
    const { queue } = makeQueue((entry) => {
        if (!online) {
            throw new ConnectionLostError("/web");
        }
        seen.push(entry);
        return false;
    });
    const { key, at } = queue.add(1, "sign", {});
    expect(at).toBe("2026-11-28 10:00:00");
    await queue.flush();
    mockDate("2026-11-28 18:30:00", 0);
    online = true;
    await queue.flush();
    expect(seen.map((entry) => [entry.key, entry.at])).toEqual([[key, at]]);
});

test("what is refused says why, and stops nothing after it", async () => {
    const { queue, sent } = makeQueue((entry) => entry.kind === "done" && "Earthed is to be filled in.");
    queue.add(1, "done", {});
    queue.add(1, "remark", { text: "Kept" });
    await queue.flush();
    expect(sent).toEqual(["done", "remark"]);
    expect(queue.refused.map((entry) => entry.refused)).toEqual(["Earthed is to be filled in."]);
    await queue.flush();
    expect(sent.length).toBe(2);
});

test("a refused entry is sent again, or dropped", async () => {
    let reason = "Not yet.";
    const { queue, sent } = makeQueue(() => reason);
    const { key } = queue.add(1, "done", {});
    await queue.flush();
    reason = false;
    queue.retry(key);
    await queue.flush();
    expect(sent.length).toBe(2);
    expect(queue.entries).toEqual([]);
    reason = "Never.";
    const { key: other } = queue.add(1, "done", {});
    await queue.flush();
    queue.drop(other);
    expect(makeQueue().queue.entries).toEqual([]);
});

test("what the server cannot digest stops nothing after it", async () => {
    const { queue, sent } = makeQueue((entry) => {
        if (entry.kind === "part") {
            throw makeError("builtins.ZeroDivisionError", "Server error");
        }
        return false;
    });
    queue.add(1, "part", {});
    queue.add(1, "done", {});
    expect(await queue.flush()).toBe(true);
    expect(sent).toEqual(["part", "done"]);
    expect(queue.refused.map((entry) => entry.refused)).toEqual(["Server error"]);
});

test("whoever has to log in again loses nothing", async () => {
    const { queue } = makeQueue(() => {
        throw makeError("odoo.http.SessionExpiredException", "Session expired");
    });
    queue.add(1, "start", {});
    await expect(queue.flush()).rejects.toThrow("Session expired");
    expect(queue.waiting.length).toBe(1);
    expect(queue.sending).toBe(false);
});

test("two senders at once send nothing twice", async () => {
    const line = new Deferred();
    const { queue, sent } = makeQueue(() => line);
    queue.add(1, "start", {});
    const first = queue.flush();
    expect(await queue.flush()).toBe(true);
    line.resolve(false);
    await first;
    expect(sent).toEqual(["start"]);
});

test("a telephone without room refuses the entry and keeps the others", () => {
    const { queue } = makeQueue();
    queue.add(1, "start", {});
    const write = browser.localStorage.setItem;
    patchWithCleanup(browser.localStorage, {
        setItem(name, text) {
            if (text.includes("photo")) {
                throw new Error("QuotaExceededError");
            }
            write.call(browser.localStorage, name, text);
        },
    });
    expect(queue.add(1, "photo", { url: "data:" })).toBe(false);
    expect(queue.waiting.map((entry) => entry.kind)).toEqual(["start"]);
    expect(makeQueue().queue.waiting.length).toBe(1);
});

test("a broken store begins anew", () => {
    browser.localStorage.setItem(NAME, "{not json");
    expect(makeQueue().queue.entries).toEqual([]);
});

test("keys are never the same", () => {
    const keys = new Set(Array.from({ length: 500 }, makeKey));
    expect(keys.size).toBe(500);
    expect([...keys].every((key) => /^[0-9a-f]{32}$/.test(key))).toBe(true);
});

test("the visit shows what the server does not have yet", () => {
    const visit = { state: "planned", lines: [{ id: 7, value: "" }], remarks: [], parts: [], photos: 0 };
    applyEntry(visit, { kind: "start", values: {} });
    applyEntry(visit, { kind: "line", values: { line_id: 7, value: -75 } });
    applyEntry(visit, { kind: "line", values: { line_id: 8, value: 1 } });
    applyEntry(visit, { kind: "report", values: { hours: 2 } });
    applyEntry(visit, { kind: "remark", values: { text: "Door" } });
    applyEntry(visit, { kind: "part", values: { code: "P-1", quantity: 2 } });
    applyEntry(visit, { kind: "photo", values: {} });
    applyEntry(visit, { kind: "sign", values: { signed_by: "Ivanov" } });
    expect(visit).toMatchObject({
        state: "going",
        hours: 2,
        remarks: ["Door"],
        photos: 1,
        parts: [{ name: "P-1", quantity: 2 }],
        signed_by: "Ivanov",
        is_signed: true,
    });
    expect(visit.lines[0].value).toBe(-75);
    applyEntry(visit, { kind: "done", values: {} });
    expect(visit.state).toBe("done");
});
