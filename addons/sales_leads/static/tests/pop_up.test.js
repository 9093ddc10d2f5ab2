import { describe, expect, test } from "@odoo/hoot";
import { joinWords, popUpService } from "@sales_leads/pop_up/pop_up_service";

describe.current.tags("headless");

test("a question is followed by no full stop", () => {
    expect(joinWords("Who was it?", "7916 000-00-00")).toBe("Who was it? 7916 000-00-00");
    expect(joinWords("A call was missed", "7916 000-00-00")).toBe("A call was missed. 7916 000-00-00");
    expect(joinWords("Who was it?", "")).toBe("Who was it?");
});

test("what pops up is one text, which the web client leaves as it is", () => {
    const told = [];
    let heard;
    const bus_service = { subscribe: (_name, listener) => (heard = listener), start() {} };
    const notification = { add: (text, options) => told.push([text, options.title, options.sticky]) };
    popUpService.start({}, { action: {}, bus_service, notification });
    heard({ title: "Who was it?", message: "7916", sticky: true, model: "crm.phone.call", id: 1 });
    expect(told).toEqual([["Who was it? 7916", undefined, true]]);
});
