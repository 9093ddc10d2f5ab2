import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { session } from "@web/session";

/** Number of appeals that wait, beside the clock of activities; one click opens the board. */
export class DispatchCounter extends Component {
    static template = "sales_leads.DispatchCounter";
    static props = {};

    setup() {
        this.action = useService("action");
        this.dispatch = useService("sales_leads.dispatch");
        this.state = useState(this.dispatch.state);
        onWillStart(() => this.dispatch.load());
    }

    openBoard() {
        return this.action.doAction("sales_leads.crm_appeal_action", { clearBreadcrumbs: true });
    }
}

if (session.sales_leads_dispatcher) {
    registry.category("systray").add("sales_leads.dispatch", { Component: DispatchCounter }, { sequence: 30 });
}
