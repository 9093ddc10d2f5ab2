import { describe, expect, test } from "@odoo/hoot";
import { matchCode } from "@stock_batches_scan/page/match";
import { makeScreen } from "./helpers";

describe.current.tags("headless");

test("the series of an open line is right, whatever the code around it", () => {
    for (const code of ["OLD", "old", "010460123456789310OLD", "]d2010460123456789310OLD", "ЩДВ"]) {
        expect(matchCode(makeScreen(), code)).toEqual({ kind: "right", line: makeScreen().lines[0], quantity: 1 });
    }
});

test("another series of the same goods is wrong", () => {
    expect(matchCode(makeScreen(), "010460123456789310NEW").kind).toBe("wrong");
});

test("the series of other goods with the same number is wrong", () => {
    expect(matchCode(makeScreen(), "010460000000001510OLD").kind).toBe("wrong");
});

test("the barcode of goods finds their line, in each way to write it", () => {
    expect(matchCode(makeScreen(), "GREASE").line.id).toBe(2);
    expect(matchCode(makeScreen(), "4601234567893").line.id).toBe(1);
    expect(matchCode(makeScreen(), "]E04601234567893").line.id).toBe(1);
});

test("a code may say how many; never more than are left", () => {
    expect(matchCode(makeScreen(), "010460123456789310OLD\x1d302").quantity).toBe(2);
    expect(matchCode(makeScreen(), "010460123456789310OLD\x1d309").quantity).toBe(2);
});

test("what waits for the network counts: a line that is full takes no more", () => {
    expect(matchCode(makeScreen(), "OLD", { 1: 1 }).kind).toBe("right");
    expect(matchCode(makeScreen(), "OLD", { 1: 2 }).kind).toBe("done");
});

test("a line of a colleague is not taken", () => {
    expect(matchCode(makeScreen(), "B-9").kind).toBe("done");
});

test("where places or packages are awaited too, an unknown code is left to the server", () => {
    expect(matchCode(makeScreen({ expects: ["lot", "location"] }), "SHELF-A").kind).toBe("unknown");
    expect(matchCode(makeScreen({ expects: ["lot", "location"] }), "010460123456789310NEW").kind).toBe("wrong");
    expect(matchCode(makeScreen({ lines: [] }), "OLD").kind).toBe("unknown");
});
