import { reactive } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/**
 * The steps of the dispatcher's board, without its looks: which cards are gone, what is under way, what can be undone.
 *
 * A step takes its cards away at once, so that the next key meets the next card however slow the line is; the server
 * gets the steps one after the other, and what it refuses comes back.
 */
export class DispatchBoard {
    /**
     * @param {Object} services orm, notification
     * @param {Function} reload loads the cards anew
     */
    constructor({ orm, notification }, reload) {
        this.orm = orm;
        this.notification = notification;
        this.reload = reload;
        // `underWay`: how many steps the server has not answered yet.
        this.state = reactive({ gone: {}, underWay: 0 });
        this.done = [];
        this.queue = Promise.resolve();
    }

    isGone(resId) {
        return Boolean(this.state.gone[resId]);
    }

    give(resIds, teamId) {
        return this.step("action_give", resIds, [teamId]);
    }

    takeSuggestion(resIds) {
        return this.step("action_take_suggestion", resIds);
    }

    reject(resIds) {
        return this.step("action_no_request", resIds);
    }

    /** Take the last step back; answers with the ids that stand on the board again. */
    async undo() {
        await this.queue;
        const last = this.done.pop();
        if (!last) {
            this.notification.add(_t("There is nothing to take back."), { type: "info" });
            return [];
        }
        const { done, refused } = await this.orm.call("crm.appeal", "action_undo", [last]);
        this.tell(refused);
        await this.reload();
        return done;
    }

    step(method, resIds, args = []) {
        for (const resId of resIds) {
            this.state.gone[resId] = true;
        }
        this.state.underWay++;
        const sent = this.queue.then(() => this.send(method, resIds, args));
        // The next step waits for the server's answer, not for the cards to be drawn anew.
        this.queue = sent.catch(() => {});
        return sent.finally(() => this.refresh());
    }

    async send(method, resIds, args) {
        try {
            const { done, refused } = await this.orm.call("crm.appeal", method, [resIds, ...args]);
            this.tell(refused);
            if (done.length) {
                this.done.push(done);
            }
        } finally {
            this.state.underWay--;
        }
    }

    /** Show what is there, unless a step under way would make it wrong again. */
    async refresh() {
        if (this.state.underWay) {
            return;
        }
        await this.reload();
        if (!this.state.underWay) {
            this.state.gone = {};
        }
    }

    tell(sentences) {
        for (const sentence of sentences) {
            this.notification.add(sentence, { type: "warning", sticky: true });
        }
    }
}
