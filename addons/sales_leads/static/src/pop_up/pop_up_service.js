import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** Title and text as one: the web client would put a full stop even behind a question. */
export function joinWords(title, message) {
    const end = /[.!?…:]$/.test(title) ? " " : ". ";
    return message ? title + end + message : title;
}

/** Shows at once what waits for the user, with a button that opens it or with buttons of its own. */
export const popUpService = {
    dependencies: ["action", "bus_service", "notification", "orm"],
    start(env, { action, bus_service, notification, orm }) {
        const shown = {};
        const takeBack = (tag) => {
            shown[tag]?.();
            delete shown[tag];
        };
        const pressed = (model, id, method, close) => async () => {
            close();
            const next = await orm.call(model, method, [[id]]);
            if (next && next !== true) {
                await action.doAction(next);
            }
        };
        const show = ({ title, message, sticky, model, id, buttons, tag }) => {
            const open = () => {
                close();
                action.doAction({
                    type: "ir.actions.act_window",
                    res_model: model,
                    res_id: id,
                    views: [[false, "form"]],
                });
            };
            takeBack(tag);
            const close = notification.add(joinWords(title, message), {
                sticky,
                autocloseDelay: 15000,
                type: "info",
                className: `o_sales_leads_pop_up ${buttons ? "o_sales_leads_pop_up_wide" : ""}`,
                buttons: buttons?.map(({ name, method }, place) => ({
                    name,
                    primary: !place,
                    onClick: pressed(model, id, method, () => close()),
                })) ?? [{ name: _t("Open"), primary: true, onClick: open }],
            });
            if (tag) {
                shown[tag] = close;
            }
        };
        const gone = new Set();
        bus_service.subscribe("sales_leads.pop_up", async (payload) => {
            const { model, id, details, tag } = payload;
            gone.delete(tag);
            if (details) {
                // What the user may see of it he asks for himself; without it the rest is shown all the same.
                payload.message = await orm.silent.call(model, details, [[id]]).catch(() => payload.message);
            }
            if (!gone.has(tag)) {
                show(payload);
            }
        });
        bus_service.subscribe("sales_leads.pop_down", ({ tag }) => {
            gone.add(tag);
            takeBack(tag);
        });
        bus_service.start();
    },
};

registry.category("services").add("sales_leads.pop_up", popUpService);
