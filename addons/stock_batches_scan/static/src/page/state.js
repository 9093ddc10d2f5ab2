import { leftOf } from "./match";

export const HOME = "home";

/** What the screen shows. @returns {Object} plain data, made reactive by the page */
export function makeState() {
    return {
        scenario: HOME,
        session: "",
        screen: null,
        message: null,
        undo: false,
        busy: false,
        isOnline: true,
        isExpired: false,
        isFull: false,
        waiting: 0,
        conflicts: [],
        foreign: [],
        local: {},
    };
}

/** A line as it is drawn: with what waits counted up, so that the worker sees his own scans. */
export function withLocal(line, local) {
    const waiting = local[line.id];
    if (!waiting) {
        return { ...line, waiting: 0 };
    }
    const done = (line.done || 0) + waiting.quantity;
    const state = line.todo && !leftOf(line, waiting.quantity) ? "done" : line.state;
    return { ...line, done, state, waiting: waiting.scans };
}
