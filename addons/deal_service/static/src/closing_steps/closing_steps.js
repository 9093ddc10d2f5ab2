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
    }

    get steps() {
        return this.props.record.data[this.props.name] || [];
    }

    async go(step) {
        const { record } = this.props;
        if (await record.save()) {
            const { resModel, resId, context } = record;
            const params = { type: "object", name: step.action, resModel, resId, context };
            await this.action.doActionButton({ ...params, onClose: () => record.load() });
        }
    }
}

registry.category("fields").add("service_closing_steps", { component: ClosingSteps, supportedTypes: ["json"] });
