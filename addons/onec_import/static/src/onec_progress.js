import { registry } from "@web/core/registry";
import { RunProgress, describeRunProgress } from "@sales_base/run_progress/run_progress";

/** The bar of an import; the form is read again when its state changes. */
export class OnecProgress extends RunProgress {
    static busy = ["checking", "running"];

    goesOn(state) {
        return state === this.props.record.data.state;
    }
}

registry.category("fields").add("onec_progress", describeRunProgress(OnecProgress));
