import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const PAUSE = 2000;

/** The bar of a run that is being written; the form is read again when it is over. */
export class MarketingProgress extends Component {
    static template = "marketing_export.MarketingProgress";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ progress: this.props.record.data[this.props.name] });
        onWillStart(() => this.plan());
        onWillUnmount(() => clearTimeout(this.timer));
    }

    plan() {
        if (this.props.record.resId && ["waiting", "running"].includes(this.props.record.data.state)) {
            this.timer = setTimeout(() => this.ask(), PAUSE);
        }
    }

    async ask() {
        const { resModel, resId } = this.props.record;
        const answer = await this.orm.silent.call(resModel, "get_progress", [[resId]]);
        this.state.progress = answer.progress;
        if (["waiting", "running"].includes(answer.state)) {
            this.timer = setTimeout(() => this.ask(), PAUSE);
        } else {
            await this.props.record.load();
        }
    }
}

registry.category("fields").add("marketing_progress", {
    component: MarketingProgress,
    supportedTypes: ["float"],
    fieldDependencies: [{ name: "state", type: "selection" }],
});
