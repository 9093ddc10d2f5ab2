import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const TONES = { good: "text-success", bad: "text-danger", attention: "text-warning-emphasis" };
const BARS = { good: "bg-success", bad: "bg-danger", attention: "bg-warning" };

/** The company on one page; the server says what stands there and what each figure opens. */
export class DirectorPage extends Component {
    static template = "industrial_sales.DirectorPage";
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ company: "", today: "", blocks: [] });
        onWillStart(() => this.load());
    }

    async load() {
        Object.assign(this.state, await this.orm.call("director.page", "get_page", []));
    }

    open(figure) {
        return this.action.doAction(figure.action);
    }

    tone(figure) {
        return TONES[figure.tone] || "";
    }

    bar(figure) {
        return BARS[figure.tone] || "bg-primary";
    }

    width(figure) {
        return `width: ${Math.round(100 * figure.share)}%`;
    }
}

registry.category("actions").add("industrial_sales.director_page", DirectorPage);
