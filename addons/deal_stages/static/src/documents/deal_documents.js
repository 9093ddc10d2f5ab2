import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { openRecord } from "../open_record";

/** Documents of a deal, as a list by kind or as a tree that tells which was made from which. */
export class DealDocuments extends Component {
    static template = "deal_stages.DealDocuments";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.state = useState({ tree: true });
    }

    get modes() {
        return [
            { tree: true, label: _t("Tree"), icon: "fa-sitemap" },
            { tree: false, label: _t("List"), icon: "fa-list" },
        ];
    }

    /** The server sends the rows in the order of the tree; their place is that of the list. */
    get rows() {
        const rows = this.props.record.data[this.props.name] || [];
        return this.state.tree ? rows : [...rows].sort((one, other) => one.place - other.place);
    }

    indent(row) {
        return this.state.tree ? `padding-left: ${0.5 + 1.5 * row.level}rem` : "";
    }

    open(row) {
        return openRecord(this.action, row);
    }
}

registry.category("fields").add("deal_documents", {
    component: DealDocuments,
    supportedTypes: ["json"],
});
