import { describe, expect, test } from "@odoo/hoot";
import { Deferred, animationFrame } from "@odoo/hoot-mock";
import { DispatchBoard } from "@sales_leads/dispatch_board/dispatch_board";

describe.current.tags("headless");

function makeBoard(answer) {
    const calls = [];
    const told = [];
    const orm = {
        call: async (model, method, [resIds, ...args]) => {
            calls.push([method, resIds, ...args]);
            return answer ? answer(method, resIds) : { done: resIds, refused: [] };
        },
    };
    const notification = { add: (text) => told.push(text) };
    let reloads = 0;
    const board = new DispatchBoard({ orm, notification }, async () => reloads++);
    return { board, calls, told, reloads: () => reloads };
}

test("a card is gone before the server answers", async () => {
    const line = new Deferred();
    const { board, reloads } = makeBoard(async (method, resIds) => {
        await line;
        return { done: resIds, refused: [] };
    });
    const step = board.give([1], 7);
    expect(board.isGone(1)).toBe(true);
    expect(board.isGone(2)).toBe(false);
    line.resolve();
    await step;
    expect(reloads()).toBe(1);
    expect(board.isGone(1)).toBe(false);
});

test("steps reach the server one after the other, in the order of the keys", async () => {
    const { board, calls, reloads } = makeBoard();
    board.give([1], 7);
    board.reject([2]);
    await board.takeSuggestion([3, 4]);
    expect(calls).toEqual([
        ["action_give", [1], 7],
        ["action_no_request", [2]],
        ["action_take_suggestion", [3, 4]],
    ]);
    expect(reloads()).toBe(1);
});

test("cards that are never drawn hold up no step", async () => {
    const calls = [];
    const orm = {
        call: async (model, method, [resIds]) => {
            calls.push(method);
            return { done: resIds, refused: [] };
        },
    };
    const board = new DispatchBoard({ orm, notification: { add: () => {} } }, () => new Deferred());
    board.give([1], 7);
    await animationFrame();
    board.reject([2]);
    await board.queue;
    expect(calls).toEqual(["action_give", "action_no_request"]);
});

test("what is refused is told and comes back", async () => {
    const { board, told } = makeBoard(() => ({ done: [], refused: ["Anna has given A1 to Vys already."] }));
    await board.give([1], 7);
    expect(told).toEqual(["Anna has given A1 to Vys already."]);
    expect(board.isGone(1)).toBe(false);
    expect(await board.undo()).toEqual([]);
});

test("a step that fails stops no later one", async () => {
    const { board, calls } = makeBoard((method, resIds) => {
        if (method === "action_no_request") {
            throw new Error("line is down");
        }
        return { done: resIds, refused: [] };
    });
    const failing = board.reject([1]);
    const later = board.give([2], 7);
    await expect(failing).rejects.toThrow("line is down");
    await later;
    expect(calls.length).toBe(2);
    expect(board.done).toEqual([[2]]);
});

test("the last step is taken back first, a whole selection at once", async () => {
    const { board, calls } = makeBoard();
    board.give([1, 2], 7);
    board.reject([3]);
    expect(await board.undo()).toEqual([3]);
    expect(await board.undo()).toEqual([1, 2]);
    expect(await board.undo()).toEqual([]);
    expect(calls.slice(2)).toEqual([
        ["action_undo", [3]],
        ["action_undo", [1, 2]],
    ]);
});

test("a signal from outside does not bring back what is under way", async () => {
    const line = new Deferred();
    const { board, reloads } = makeBoard(async (method, resIds) => {
        await line;
        return { done: resIds, refused: [] };
    });
    const step = board.give([1], 7);
    await board.refresh();
    await animationFrame();
    expect(reloads()).toBe(0);
    expect(board.isGone(1)).toBe(true);
    line.resolve();
    await step;
    expect(reloads()).toBe(1);
});
