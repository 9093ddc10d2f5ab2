import { makeKey } from "./key";
import { matchCode } from "./match";
import { callServer, NoNetwork, reachServer, Refused, SignedOut } from "./server";
import { HOME } from "./state";
import { t } from "./texts";

// In ms: how long to wait before the network is tried again; then twice as long each time.
const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 60000;
// What a worker may answer without network: it was asked while there was one, and any later scan counts on it.
const OFFLINE_INPUTS = ["number"];

/**
 * One piece of work at a time: brings together the screen that the server described, the queue and the signals.
 *
 * Holds no rule of the warehouse. Without network it says whether a code belongs to an open line, and nothing else.
 */
export class Work {
    constructor({ state, store, queue, feedback, channel = null, memory = sessionStorage, call = callServer }) {
        Object.assign(this, { state, store, queue, feedback, channel, memory, call });
        this.pause = FIRST_PAUSE;
        this.timer = null;
        this.turning = null;
        queue.onAnswer = (entry, answer) => this.onAnswer(entry, answer);
        queue.onChange = () => this.onQueueChange();
        channel?.addEventListener("message", (ev) => this.onOtherTab(ev.data));
    }

    // Beginning and end

    /** Go on where this tab, or else this device, stopped: first from what is kept, then from the server. */
    async begin() {
        this.device = (await this.store.get("device")) || (await this.makeDevice());
        await this.queue.load();
        const kept = this.memory.getItem("work") || (await this.store.get("work"));
        const { userId } = this.queue;
        const place = kept && JSON.parse(kept);
        if (place?.userId === userId) {
            Object.assign(this.state, { scenario: place.scenario, session: place.session });
        } else {
            this.state.session = makeKey();
        }
        const screen = await this.store.get(`screen.${this.state.session}`);
        this.state.screen = screen?.screen || null;
        this.state.undo = Boolean(screen?.undo);
        this.countLocal();
        await this.refresh();
    }

    async makeDevice() {
        const device = makeKey();
        await this.store.set("device", device);
        return device;
    }

    async keepPlace() {
        const { scenario, session } = this.state;
        const place = JSON.stringify({ scenario, session, userId: this.queue.userId });
        this.memory.setItem("work", place);
        await this.store.set("work", place);
    }

    /** Send what waits, then ask for the screen as it is now. */
    async refresh() {
        if ((await this.flush()) === "sent") {
            await this.open(this.state.scenario, this.state.session);
        }
    }

    /** While one piece of work gives way to another, scans wait: they are meant for the next screen. */
    turn(run) {
        const turning = run().finally(() => {
            if (this.turning === turning) {
                this.turning = null;
            }
        });
        this.turning = turning;
        return turning;
    }

    async settled() {
        while (this.turning) {
            await this.turning.catch(() => {});
        }
    }

    /** Asking for a screen changes nothing on the server: it never waits in the queue. */
    open(scenario, session = makeKey()) {
        return this.turn(() => this.openNow(scenario, session));
    }

    async openNow(scenario, session) {
        const isNew = session !== this.state.session;
        this.state.busy = true;
        try {
            const answer = await this.ask({ action: "start" }, scenario, session);
            if (isNew) {
                await this.store.forget(`screen.${this.state.session}`);
            }
            Object.assign(this.state, { scenario, session });
            this.show(answer, isNew || !answer.screen);
            await this.keepPlace();
        } catch (error) {
            this.onFailure(error);
        } finally {
            this.state.busy = false;
        }
    }

    goHome() {
        return this.turn(() => this.goHomeNow());
    }

    async goHomeNow() {
        const { scenario, session } = this.state;
        if (scenario !== HOME) {
            await this.queue.add({ scenario, session, action: "leave", queued: !this.state.isOnline });
        }
        await this.store.forget(`screen.${session}`);
        const home = (await this.store.get("home")) || { screen: null };
        Object.assign(this.state, { scenario: HOME, session: makeKey(), message: null, local: {}, ...home, undo: false });
        await this.keepPlace();
        await this.refresh();
    }

    // What the worker does

    async scan(code) {
        await this.settled();
        if (!this.state.isOnline) {
            return this.scanOffline(code);
        }
        const run = () => this.scanOnline(code);
        return this.state.scenario === HOME ? this.turn(run) : run();
    }

    async scanOnline(code) {
        const { scenario, session } = this.state;
        const entry = await this.keep({ scenario, session, action: "scan", code });
        if (entry && (await this.flush()) !== "sent") {
            await this.judge(entry);
        }
    }

    /** A code of no open line is told at once and not kept: nobody could do anything with it. */
    async scanOffline(code) {
        const found = matchCode(this.state.screen || {}, code, this.getLocalCounts());
        if (["wrong", "done"].includes(found.kind) || this.state.scenario === HOME) {
            return this.sayOffline(found, code);
        }
        const { scenario, session } = this.state;
        const more = { queued: true, expected: found.line?.id, quantity: found.quantity };
        if (await this.keep({ scenario, session, action: "scan", code, ...more })) {
            this.sayOffline(found, code);
        }
    }

    /** The network went away under a scan: it may have come through, so it stays whatever the page thinks of it. */
    async judge(entry) {
        if (this.queue.entries.some(({ place, state }) => place === entry.place && state === "waiting")) {
            const found = matchCode(this.state.screen || {}, entry.code, this.getLocalCounts());
            if (found.kind === "right") {
                await this.queue.change(entry.place, { expected: found.line.id, quantity: found.quantity });
            }
            this.sayOffline(found, entry.code);
        }
    }

    sayOffline(found, code) {
        const texts = {
            right: ["right", t("kept_right"), found.line?.title],
            done: ["wrong", t("already_done"), found.line?.title],
            wrong: ["wrong", t("not_expected"), code],
            unknown: ["attention", t("kept_unchecked"), code],
        };
        const isHome = this.state.scenario === HOME;
        const [kind, text, detail] = isHome ? ["attention", t("not_offline"), code] : texts[found.kind];
        this.say({ kind, text, detail: detail || "" }, kind);
    }

    /** A button, an input or undo: done exactly once, so it waits like a scan where the network is gone. */
    act(action, name = null, value = null) {
        return this.turn(() => this.actNow(action, name, value));
    }

    async actNow(action, name, value) {
        const { scenario, session } = this.state;
        if (!this.state.isOnline && !this.canOffline(action, name)) {
            return this.say({ kind: "attention", text: t("not_offline"), detail: "" }, "attention");
        }
        this.state.busy = true;
        try {
            const queued = !this.state.isOnline;
            const entry = await this.keep({ scenario, session, action, name, value, queued });
            if (entry && (await this.flush()) !== "sent") {
                this.say({ kind: "info", text: t("press_waits"), detail: "" });
                this.closeInput(name);
            }
        } finally {
            this.state.busy = false;
        }
    }

    canOffline(action, name) {
        const input = this.state.screen?.input;
        return action === "set" && input?.name === name && OFFLINE_INPUTS.includes(input.kind);
    }

    closeInput(name) {
        if (this.state.screen?.input?.name === name) {
            this.state.screen.input = null;
        }
    }

    async undo() {
        const taken = await this.queue.takeBack(this.state.session);
        if (taken) {
            this.say({ kind: "info", text: t("taken_back"), detail: taken.code });
        } else if (this.state.isOnline) {
            await this.act("undo");
        }
    }

    get canUndo() {
        const last = this.queue.waiting.filter((entry) => entry.session === this.state.session).at(-1);
        return this.state.isOnline ? this.state.undo : last?.action === "scan" && !last.tries;
    }

    async retry(place) {
        await this.queue.retry(place);
        await this.refresh();
    }

    async keep(values) {
        try {
            return await this.queue.add(values);
        } catch {
            this.state.isFull = true;
            this.say({ kind: "wrong", text: t("not_stored"), detail: "" }, "wrong");
            return null;
        }
    }

    // Network

    ask(values, scenario = this.state.scenario, session = this.state.session) {
        const common = { uid: makeKey(), session, device: this.device, at: new Date().toISOString() };
        return this.call(`/scan/do/${scenario}`, { ...common, ...values });
    }

    /** How an entry goes over the wire. */
    send(entry) {
        const { uid, at, action, code, name, value, queued, expected } = entry;
        const all = { uid, at, action, code, name, value, queued, expected };
        const values = Object.fromEntries(Object.entries(all).filter(([, each]) => each !== undefined && each !== null));
        return this.ask(values, entry.scenario, entry.session);
    }

    async flush() {
        const outcome = await this.queue.flush();
        if (outcome === "sent") {
            this.setOnline();
        } else {
            this.onFailure(outcome === "offline" ? new NoNetwork() : new SignedOut());
        }
        return outcome;
    }

    setOnline() {
        const wasOffline = !this.state.isOnline;
        Object.assign(this.state, { isOnline: true, isExpired: false });
        this.pause = FIRST_PAUSE;
        clearTimeout(this.timer);
        return wasOffline;
    }

    onFailure(error) {
        if (error instanceof SignedOut) {
            this.state.isExpired = true;
            this.state.isOnline = false;
        } else if (error instanceof NoNetwork) {
            this.state.isOnline = false;
            this.plan();
        } else if (error instanceof Refused) {
            this.say({ kind: "wrong", text: error.message, detail: "" }, "wrong");
        } else {
            throw error;
        }
    }

    plan() {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.reconnect(), this.pause);
        this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    }

    /** Also by the button "send now" and when the device says that it is online again. */
    async reconnect() {
        if (!(await reachServer())) {
            this.onFailure(new NoNetwork());
            return;
        }
        const { waiting } = this.state;
        const before = this.state.conflicts.length;
        await this.refresh();
        if (waiting && this.state.isOnline && !this.state.waiting) {
            const clashes = this.state.conflicts.length > before;
            const kind = clashes ? "attention" : "info";
            const text = clashes ? t("conflicts", { count: this.state.conflicts.length }) : t("all_sent");
            this.say({ kind, text, detail: "" }, clashes ? "attention" : "right");
        }
    }

    // What comes back

    onAnswer(entry, answer) {
        this.channel?.postMessage({ entry, answer });
        this.take(entry, answer, !entry.queued);
    }

    onOtherTab({ entry, answer }) {
        this.queue.load();
        this.take(entry, answer, false);
    }

    take(entry, answer, isLoud) {
        if (entry.session !== this.state.session || entry.action === "leave") {
            return;
        }
        if (answer.go) {
            this.open(answer.go.scenario, answer.go.session);
        } else {
            this.show(answer, isLoud);
        }
    }

    show(answer, isLoud = true) {
        if (answer.screen) {
            this.state.screen = answer.screen;
            this.state.undo = Boolean(answer.undo);
            const { scenario, session } = this.state;
            const kept = { screen: answer.screen, undo: Boolean(answer.undo) };
            this.store.set(scenario === HOME ? "home" : `screen.${session}`, kept);
        }
        if (answer.message && isLoud) {
            this.say(answer.message, answer.sound);
        }
    }

    say(message, sound = "") {
        // A new object each time: the same words twice are still news.
        this.state.message = { ...message, moment: Date.now() };
        this.feedback.give(sound);
    }

    onQueueChange() {
        const { state, queue } = this;
        state.waiting = queue.waiting.filter((entry) => entry.queued).length;
        state.conflicts = queue.conflicts;
        state.foreign = queue.foreign;
        this.countLocal();
    }

    /** What was scanned for each line and is not with the server yet: {line id: {scans, quantity}}. */
    countLocal() {
        const local = {};
        for (const entry of this.queue.waiting) {
            if (entry.session === this.state.session && entry.expected) {
                local[entry.expected] ||= { scans: 0, quantity: 0 };
                local[entry.expected].scans += 1;
                local[entry.expected].quantity += entry.quantity || 1;
            }
        }
        this.state.local = local;
    }

    getLocalCounts() {
        return Object.fromEntries(Object.entries(this.state.local).map(([id, { quantity }]) => [id, quantity]));
    }
}
