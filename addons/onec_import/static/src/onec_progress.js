import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const PAUSE = 2000;
const BUSY = ["checking", "running"];

/** The bar of an import; the form is read again when its state changes. */
export class OnecProgress extends Component {
    static template = "onec_import.OnecProgress";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ progress: this.props.record.data[this.props.name] });
        onWillStart(() => this.plan());
        onWillUnmount(() => clearTimeout(this.timer));
    }

    plan() {
        if (this.props.record.resId && BUSY.includes(this.props.record.data.state)) {
            this.timer = setTimeout(() => this.ask(), PAUSE);
        }
    }

    async ask() {
        const { resModel, resId, data } = this.props.record;
        const answer = await this.orm.silent.call(resModel, "get_progress", [[resId]]);
        this.state.progress = answer.progress;
        if (answer.state === data.state) {
            this.timer = setTimeout(() => this.ask(), PAUSE);
        } else {
            await this.props.record.load();
        }
    }
}

registry.category("fields").add("onec_progress", {
    component: OnecProgress,
    supportedTypes: ["float"],
    fieldDependencies: [{ name: "state", type: "selection" }],
});
