import { onMounted, onPatched, onWillStart, onWillUnmount, useExternalListener, useState, useSubEnv } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { KanbanRecord } from "@web/views/kanban/kanban_record";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { DispatchBoard } from "./dispatch_board";

const CARD = ".o_kanban_record:not(.o_kanban_ghost)";

export class DispatchBoardRecord extends KanbanRecord {
    setup() {
        super.setup();
        this.boardState = useState(this.env.dispatchBoard.state);
    }

    getRecordClasses() {
        const gone = this.boardState.gone[this.props.record.resId];
        return `${super.getRecordClasses()}${gone ? " d-none o_dispatch_gone" : ""}`;
    }
}

export class DispatchBoardRenderer extends KanbanRenderer {
    static template = "sales_leads.DispatchBoardRenderer";
    static components = { ...KanbanRenderer.components, KanbanRecord: DispatchBoardRecord };

    setup() {
        super.setup();
        this.board = this.env.dispatchBoard;
        this.boardState = useState(this.board.state);
        this.action = useService("action");
        this.orm = useService("orm");
        this.ui = useService("ui");
        this.dispatch = useState(useService("sales_leads.dispatch").state);
        this.focusedId = false;
        for (let number = 1; number <= 9; number++) {
            this.onKey(String(number), (records) => this.give(number, records));
        }
        for (const key of ["0", "Enter"]) {
            this.onKey(key, (records) => this.step("takeSuggestion", records));
        }
        for (const key of ["n", "Delete"]) {
            this.onKey(key, (records) => this.step("reject", records));
        }
        this.onKey("m", ([record]) => this.merge(record));
        this.onKey("o", ([record]) => this.props.openRecord(record));
        useHotkey("u", () => this.undo(), { isAvailable: (target) => this.isListening(target) });
        useExternalListener(window, "keydown", (ev) => this.onNumberPad(ev));
        onMounted(() => browser.setTimeout(() => this.focusCard()));
        onPatched(() => this.keepFocus());
    }

    /** The next sorting time, with its day unless that is today. */
    get nextTime() {
        const next = deserializeDateTime(this.dispatch.nextAt);
        return next.toFormat(next.hasSame(luxon.DateTime.now(), "day") ? "HH:mm" : "dd.MM HH:mm");
    }

    // --- which cards a key means ---------------------------------------------------------------

    onKey(key, callback) {
        useHotkey(key, ({ target }) => callback(this.getMeant(target)), {
            isAvailable: (target) => this.isListening(target) && this.getMeant(target).length > 0,
        });
    }

    /** The board listens while nothing else has the focus: no search, no dialog, no button. */
    isListening(target) {
        const root = this.rootRef.el;
        const card = target === document.body || target.matches?.(CARD);
        return Boolean(root && this.dispatch.canSort && !this.props.list.model.useSampleModel && card);
    }

    /** Selected cards, else the one in focus, else the oldest. */
    getMeant(target) {
        if (this.getSelection().length) {
            return this.getSelection();
        }
        const card = target.closest?.(CARD) || this.getCards()[0];
        const record = card && this.getRecord(card);
        return record && !this.board.isGone(record.resId) ? [record] : [];
    }

    getCards() {
        const cards = this.rootRef.el ? [...this.rootRef.el.querySelectorAll(CARD)] : [];
        return cards.filter((card) => {
            const record = this.getRecord(card);
            return record && !this.board.isGone(record.resId);
        });
    }

    getRecord(card) {
        return this.props.list.records.find((record) => record.id === card.dataset.id);
    }

    /** Core's hotkeys leave the digits of the number pad alone, where a dispatcher has her hand. */
    onNumberPad(ev) {
        const digit = /^Numpad(\d)$/.exec(ev.code || "")?.[1];
        const plain = digit && ev.key === digit && !ev.altKey && !ev.ctrlKey && !ev.metaKey && !ev.repeat;
        if (!plain || this.ui.activeElement !== document || !this.isListening(ev.target)) {
            return;
        }
        const records = this.getMeant(ev.target);
        if (records.length) {
            ev.preventDefault();
            digit === "0" ? this.step("takeSuggestion", records) : this.give(Number(digit), records);
        }
    }

    // --- steps ---------------------------------------------------------------------------------

    give(number, records) {
        const department = this.dispatch.departments[number - 1];
        if (department) {
            this.step("give", records, department.id);
        }
    }

    step(name, records, ...args) {
        this.moveOn(records);
        records.filter((record) => record.selected).forEach((record) => record.toggleSelection(false));
        this.board[name](
            records.map((record) => record.resId),
            ...args
        );
    }

    async undo() {
        const [first] = await this.board.undo();
        if (first) {
            this.focusCard(first);
            // On a busy machine the card is drawn only after the next frame.
            browser.requestAnimationFrame(() => browser.setTimeout(() => this.focusBack(first)));
        }
    }

    async merge(record) {
        this.moveOn([record]);
        const action = await this.orm.call("crm.appeal", "action_merge", [[record.resId]]);
        // The dialog does not stay until the cards are drawn anew.
        const onClose = () => void this.board.refresh();
        await this.action.doAction(action, { onClose });
    }

    // --- focus ---------------------------------------------------------------------------------

    /** Before cards go, the focus moves to the next one after them, else to the oldest that stays. */
    moveOn(records) {
        const going = new Set(records.map((record) => record.resId));
        const cards = this.getCards();
        const stays = (card) => !going.has(this.getRecord(card).resId);
        const last = cards.findLastIndex((card) => !stays(card));
        const next = cards.slice(last + 1).find(stays) || cards.find(stays);
        this.focusedId = next ? this.getRecord(next).resId : false;
        next?.focus();
    }

    focusCard(resId = this.focusedId) {
        const cards = this.getCards();
        const card = cards.find((one) => this.getRecord(one).resId === resId) || cards[0];
        if (card && this.dispatch.canSort && this.ui.activeElement === document) {
            this.focusedId = this.getRecord(card).resId;
            card.focus();
        }
    }

    /** What stands there again gets the focus, unless the dispatcher went on to something else. */
    focusBack(resId) {
        if (this.isListening(document.activeElement)) {
            this.focusCard(resId);
        }
    }

    /** Cards that were drawn anew have lost the focus. */
    keepFocus() {
        if (document.activeElement === document.body) {
            this.focusCard();
        } else if (document.activeElement.matches?.(CARD)) {
            this.focusedId = this.getRecord(document.activeElement)?.resId || false;
        }
    }
}

export class DispatchBoardController extends KanbanController {
    setup() {
        super.setup();
        const service = useService("sales_leads.dispatch");
        const services = { orm: useService("orm"), notification: useService("notification") };
        this.board = new DispatchBoard(services, () => this.loadCards());
        this.waiting = [];
        const { hooks } = this.model;
        const onRootLoaded = hooks.onRootLoaded;
        hooks.onRootLoaded = async (root) => {
            await onRootLoaded(root);
            this.waiting.splice(0).forEach((resolve) => resolve());
        };
        useSubEnv({ dispatchBoard: this.board });
        onWillStart(() => service.load());
        const leave = service.listen(() => this.onSignal());
        onWillUnmount(leave);
    }

    /**
     * Core forgets a load, and whoever waits for it, as soon as another one begins (a filter, a signal of the server):
     * ours is over when any cards are there.
     */
    loadCards() {
        return new Promise((resolve, reject) => {
            this.waiting.push(resolve);
            this.model.load().catch(reject);
        });
    }

    /** Keys that were pressed are obeyed before the board is left. */
    async beforeLeave() {
        await this.board.queue;
        return super.beforeLeave();
    }

    beforeUnload(ev) {
        if (this.board.state.underWay) {
            ev.preventDefault();
            ev.returnValue = "";
        }
        return super.beforeUnload(ev);
    }

    /** A selection that somebody is making is not taken from under her hands. */
    onSignal() {
        if (this.model.isReady && !this.model.root.selection?.length) {
            return this.board.refresh();
        }
    }
}

registry.category("views").add("dispatch_board", {
    ...kanbanView,
    Controller: DispatchBoardController,
    Renderer: DispatchBoardRenderer,
});
