import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { openRecord } from "@deal_stages/open_record";

/** What is known of a piece, each fact with the document behind it. */
export class ServiceFacts extends Component {
    static template = "deal_service.ServiceFacts";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
    }

    get facts() {
        return this.props.record.data[this.props.name] || [];
    }

    open(fact) {
        return openRecord(this.action, fact);
    }
}

registry.category("fields").add("service_facts", { component: ServiceFacts, supportedTypes: ["json"] });
