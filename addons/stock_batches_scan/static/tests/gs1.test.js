import { describe, expect, globals, test } from "@odoo/hoot";
import { gtinForms, readCode, toGtin, toLatin } from "@stock_batches_scan/page/gs1";

describe.current.tags("headless");

const NAMES = ["gtin", "lot", "serial", "expiry", "best_before", "production", "quantity"];

test("the reader agrees with the server's on the common table of cases", async () => {
    // The runner answers requests itself; here the real file is asked for.
    const answer = await globals.fetch("/stock_batches_scan/static/tests/gs1_cases.json");
    const cases = await answer.json();
    expect(cases.length).toBeGreaterThan(100);
    const wrong = [];
    for (const { code, parts } of cases) {
        const all = readCode(code);
        const read = Object.fromEntries(NAMES.filter((name) => name in all).map((name) => [name, all[name]]));
        if (JSON.stringify(sort(read)) !== JSON.stringify(sort(parts))) {
            wrong.push({ code, read, parts });
        }
    }
    expect(wrong).toEqual([]);
});

function sort(parts) {
    return Object.entries(parts).sort();
}

test("a trade item number needs a right check digit", () => {
    expect(toGtin("4601234567893")).toBe("04601234567893");
    expect(toGtin("4601234567894")).toBe("");
    expect(toGtin("12345")).toBe("");
});

test("a product may hold its number with or without noughts before it", () => {
    expect(gtinForms("04601234567893")).toEqual(["04601234567893", "4601234567893"]);
    expect(gtinForms("00000096385074")).toEqual(["00000096385074", "0000096385074", "000096385074", "96385074"]);
});

test("a Russian keyboard under the scanner is read as the keys that it pressed", () => {
    expect(toLatin("ДЩЕ-17")).toBe("LOT-17");
    expect(readCode("010460123456789310ДЩЕ-1").lot).toBe("LOT-1");
});
