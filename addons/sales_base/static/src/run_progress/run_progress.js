import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const PAUSE = 2000;

/** The bar of what a scheduled action works at, asked for by `get_progress`; the form is read again when it is over. */
export class RunProgress extends Component {
    static template = "sales_base.RunProgress";
    static props = { ...standardFieldProps };
    // States in which there is something to wait for.
    static busy = [];
    static barClass = "";

    setup() {
        this.orm = useService("orm");
        this.state = useState({ progress: this.props.record.data[this.props.name] });
        onWillStart(() => this.plan());
        onWillUnmount(() => clearTimeout(this.timer));
    }

    get barClass() {
        return this.constructor.barClass;
    }

    isBusy(state) {
        return this.constructor.busy.includes(state);
    }

    /** Whether the form may stay as it is in this state of the record. */
    goesOn(state) {
        return this.isBusy(state);
    }

    plan() {
        if (this.props.record.resId && this.isBusy(this.props.record.data.state)) {
            this.wait();
        }
    }

    wait() {
        this.timer = setTimeout(() => this.ask(), PAUSE);
    }

    async ask() {
        const { resModel, resId } = this.props.record;
        const answer = await this.orm.silent.call(resModel, "get_progress", [[resId]]);
        this.state.progress = answer.progress;
        if (this.goesOn(answer.state)) {
            this.wait();
        } else {
            await this.props.record.load();
        }
    }
}

/** What the registry of fields wants to know of a kind of bar. */
export function describeRunProgress(component) {
    return { component, supportedTypes: ["float"], fieldDependencies: [{ name: "state", type: "selection" }] };
}
