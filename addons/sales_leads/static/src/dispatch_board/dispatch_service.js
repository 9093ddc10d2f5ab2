import { reactive } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { session } from "@web/session";

// Appeals that come within this time are told of together.
const TOGETHER = 1000;
// A page that opens gets what the bus sent shortly before: that stands in the counter already.
const BEFORE = 5000;

/**
 * What dispatchers know at any moment, on whatever screen they are: how many appeals wait. It listens to the bus and
 * calls whoever listens to it (the board) when appeals come or change.
 */
export const dispatchService = {
    dependencies: ["bus_service", "orm", "notification"],

    start(env, { bus_service: bus, orm, notification }) {
        const state = reactive({
            departments: [],
            canSort: false,
            waiting: 0,
            waitingMore: false,
            nextAt: false,
            overdueBefore: false,
        });
        const listeners = new Set();
        let come = [];
        let timer = null;
        const opened = Date.now();

        async function load() {
            const board = await orm.silent.call("crm.appeal", "get_dispatch_board");
            Object.assign(state, {
                departments: board.departments,
                canSort: board.can_sort,
                waiting: board.waiting,
                waitingMore: board.waiting_more,
                nextAt: board.next_at,
                overdueBefore: board.overdue_before,
            });
        }

        async function tell() {
            timer = null;
            const [count, first] = [come.length, come[0]];
            come = [];
            if (count) {
                const text = count === 1 ? _t("New appeal %s", first) : _t("New appeals: %s", count);
                notification.add(text, { type: "info" });
            }
            await load();
            listeners.forEach((listener) => listener());
        }

        function hear({ what, count, number }) {
            if (what === "come" && Date.now() - opened > BEFORE) {
                come.push(...Array(count).fill(number));
            }
            timer = timer || browser.setTimeout(tell, TOGETHER);
        }

        if (session.sales_leads_dispatcher) {
            bus.subscribe("sales_leads/appeals", hear);
            // What was sent while the connection was lost is asked for.
            bus.addEventListener("BUS:RECONNECT", () => hear({ what: "changed" }));
            bus.start();
        }
        return {
            state,
            load,
            listen(listener) {
                listeners.add(listener);
                return () => listeners.delete(listener);
            },
        };
    },
};

registry.category("services").add("sales_leads.dispatch", dispatchService);
