import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** What is still open before a deal may be closed, each with the button that leads there. */
export class ClosingSteps extends Component {
    static template = "deal_service.ClosingSteps";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
    }

    get steps() {
        return this.props.record.data[this.props.name] || [];
    }

    async go(step) {
        await this.props.record.save();
        const action = await this.orm.call("crm.lead", step.action, [[this.props.record.resId]]);
        if (action && action.type) {
            await this.action.doAction(action);
        } else {
            await this.props.record.load();
        }
    }
}

registry.category("fields").add("service_closing_steps", { component: ClosingSteps, supportedTypes: ["json"] });
