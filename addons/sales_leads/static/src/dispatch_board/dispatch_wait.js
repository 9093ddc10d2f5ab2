import { Component, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const { DateTime } = luxon;
const MINUTE = 60 * 1000;
// Minutes before a sorting time from which on an appeal is urgent.
const SOON = 60;

/**
 * How long somebody has been waiting. Red: a sorting time has gone by meanwhile; yellow: the next one is near.
 */
export class DispatchWait extends Component {
    static template = "sales_leads.DispatchWait";
    static props = { ...standardFieldProps };

    setup() {
        this.dispatch = useState(useService("sales_leads.dispatch").state);
        this.clock = useState({ now: DateTime.now() });
        const timer = browser.setInterval(() => (this.clock.now = DateTime.now()), MINUTE);
        onWillUnmount(() => browser.clearInterval(timer));
    }

    get received() {
        return this.props.record.data[this.props.name];
    }

    get title() {
        return this.received ? formatDateTime(this.received) : "";
    }

    get text() {
        const minutes = this.received ? Math.max(0, Math.floor(this.clock.now.diff(this.received, "minutes").minutes)) : 0;
        if (minutes < 60) {
            return _t("%s min", minutes);
        }
        const hours = Math.floor(minutes / 60);
        return hours < 24 ? _t("%(hours)s h %(minutes)s min", { hours, minutes: minutes % 60 }) : _t("%s d", Math.floor(hours / 24));
    }

    get color() {
        const { overdueBefore, nextAt } = this.dispatch;
        if (overdueBefore && this.received <= deserializeDateTime(overdueBefore)) {
            return "text-bg-danger";
        }
        const near = nextAt && deserializeDateTime(nextAt).diff(this.clock.now, "minutes").minutes <= SOON;
        return near ? "text-bg-warning" : "text-bg-light";
    }
}

registry.category("fields").add("dispatch_wait", { component: DispatchWait, supportedTypes: ["datetime"] });
