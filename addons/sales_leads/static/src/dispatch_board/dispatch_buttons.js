import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** A button per department on the card, each with its key; the suggested one stands out. */
export class DispatchButtons extends Component {
    static template = "sales_leads.DispatchButtons";
    static props = { ...standardWidgetProps };

    setup() {
        this.dispatch = useState(useService("sales_leads.dispatch").state);
    }

    get isShown() {
        return this.env.dispatchBoard && this.dispatch.canSort && this.props.record.data.state === "new";
    }

    isSuggested(department) {
        return this.props.record.data.suggested_team_id?.id === department.id;
    }

    give(department) {
        this.env.dispatchBoard.give([this.props.record.resId], department.id);
    }

    reject() {
        this.env.dispatchBoard.reject([this.props.record.resId]);
    }
}

registry.category("view_widgets").add("dispatch_buttons", {
    component: DispatchButtons,
    fieldDependencies: [
        { name: "state", type: "selection" },
        { name: "suggested_team_id", type: "many2one" },
    ],
});
