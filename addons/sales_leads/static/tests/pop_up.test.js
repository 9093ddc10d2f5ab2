import { describe, expect, test } from "@odoo/hoot";
import { joinWords, popUpService } from "@sales_leads/pop_up/pop_up_service";

describe.current.tags("headless");

test("a question is followed by no full stop", () => {
    expect(joinWords("Who was it?", "7916 000-00-00")).toBe("Who was it? 7916 000-00-00");
    expect(joinWords("A call was missed", "7916 000-00-00")).toBe("A call was missed. 7916 000-00-00");
    expect(joinWords("Who was it?", "")).toBe("Who was it?");
});

test("what pops up is one text, which the web client leaves as it is", async () => {
    const told = [];
    let heard;
    const bus_service = { subscribe: (name, listener) => (heard = name.endsWith("pop_up") ? listener : heard), start() {} };
    const notification = { add: (text, options) => told.push([text, options.title, options.sticky]) };
    popUpService.start({}, { action: {}, bus_service, notification });
    await heard({ title: "Who was it?", message: "7916", sticky: true, model: "crm.phone.call", id: 1 });
    expect(told).toEqual([["Who was it? 7916", undefined, true]]);
});

test("a pop-up with a tag is taken back by it, and its buttons call methods of the record", async () => {
    const listeners = {};
    const closed = [];
    const called = [];
    let shown;
    const bus_service = { subscribe: (name, listener) => (listeners[name] = listener), start() {} };
    const notification = {
        add: (text, options) => {
            shown = options;
            return () => closed.push(text);
        },
    };
    const orm = { call: async (...args) => (called.push(args), { type: "next" }) };
    const action = { doAction: (next) => called.push(next.type) };
    popUpService.start({}, { action, bus_service, notification, orm });
    const buttons = [{ name: "Note", method: "action_note" }];
    await listeners["sales_leads.pop_up"]({ title: "Rings", message: "", model: "some.card", id: 7, buttons, tag: "t" });
    listeners["sales_leads.pop_down"]({ tag: "other" });
    expect(closed).toEqual([]);
    listeners["sales_leads.pop_down"]({ tag: "t" });
    expect(closed).toEqual(["Rings"]);
    await shown.buttons[0].onClick();
    expect(called).toEqual([["some.card", "action_note", [[7]]], "next"]);
    expect(closed.length).toBe(2);
});

test("details are asked for, and a call that was over meanwhile is shown no more", async () => {
    const listeners = {};
    const told = [];
    const bus_service = { subscribe: (name, listener) => (listeners[name] = listener), start() {} };
    const notification = { add: (text) => (told.push(text), () => {}) };
    const orm = { silent: { call: async (_model, method) => method } };
    popUpService.start({}, { action: {}, bus_service, notification, orm });
    const payload = { title: "Rings", message: "", model: "some.card", id: 7, tag: "t", details: "get_details" };
    await listeners["sales_leads.pop_up"]({ ...payload });
    expect(told).toEqual(["Rings. get_details"]);
    const asked = listeners["sales_leads.pop_up"]({ ...payload });
    listeners["sales_leads.pop_down"]({ tag: "t" });
    await asked;
    expect(told.length).toBe(1);
});
