import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { openRecord } from "../open_record";

/** One screen with what waits for whoever looks; the server says what that is. */
export class MyDay extends Component {
    static template = "deal_stages.MyDay";
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ user: "", today: "", sections: [] });
        onWillStart(() => this.load());
    }

    async load() {
        Object.assign(this.state, await this.orm.call("crm.lead", "get_my_day", []));
    }

    open(row) {
        return openRecord(this.action, row);
    }

    async done(row) {
        await this.orm.call("mail.activity", "action_feedback", [[row.activity_id]]);
        await this.load();
    }
}

registry.category("actions").add("deal_stages.my_day", MyDay);
