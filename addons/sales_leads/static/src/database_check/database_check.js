import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** Who and what in the base is perhaps the same as this lead, with the reasons and what can be done about it. */
export class DatabaseCheck extends Component {
    static template = "sales_leads.DatabaseCheck";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ groups: [] });
        onWillStart(() => this.load(this.props.record));
        // What is typed changes nothing that is stored: another record does.
        onWillUpdateProps((next) => next.record.resId !== this.loadedId && this.load(next.record));
    }

    async load(record) {
        this.loadedId = record.resId;
        const found = record.resId ? await this.orm.call("crm.lead", "get_database_check", [record.resId]) : {};
        this.state.groups = found.groups || [];
    }

    /** Call a method of the lead about a row, after what is typed was saved. */
    async call(method, args) {
        const record = this.props.record;
        if (!(await record.save())) {
            return false;
        }
        return this.orm.call("crm.lead", method, [record.resId, ...args]);
    }

    async reload() {
        await this.props.record.load();
        await this.load(this.props.record);
    }

    async open(row) {
        const action = await this.call("action_open_check", [row.model, row.id]);
        if (action) {
            await this.action.doAction(action);
        }
    }

    async merge(row) {
        const action = await this.call("action_merge_with", [row.model, row.id]);
        if (action) {
            await this.action.doAction(action, { onClose: () => this.reload() });
        }
    }

    async link(row) {
        if (await this.call("action_link_customer", [row.id])) {
            await this.reload();
        }
    }
}

registry.category("view_widgets").add("database_check", { component: DatabaseCheck });
