import { registry } from "@web/core/registry";
import { RunProgress, describeRunProgress } from "@sales_base/run_progress/run_progress";

/** The bar of a run that is being written; the form is read again when it is over. */
export class MarketingProgress extends RunProgress {
    static busy = ["waiting", "running"];
    static barClass = "progress-bar-animated";
}

registry.category("fields").add("marketing_progress", describeRunProgress(MarketingProgress));
