import { Component, onWillUnmount, useState } from "@odoo/owl";
import { formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const { DateTime } = luxon;
const MINUTE = 60000;
const HOUR = 60;
const DAY = 24 * HOUR;

/** «3 h 20 min» of a number of minutes; of more than a day days and hours. */
export function spell(minutes) {
    if (minutes >= DAY) {
        const hours = Math.floor((minutes % DAY) / HOUR);
        return _t("%(days)s d %(hours)s h", { days: Math.floor(minutes / DAY), hours });
    }
    if (minutes >= HOUR) {
        return _t("%(hours)s h %(minutes)s min", { hours: Math.floor(minutes / HOUR), minutes: minutes % HOUR });
    }
    return _t("%s min", minutes);
}

/** A moment until which something has to be done, as the time that is left: fine, soon, late. */
export class TimeLeft extends Component {
    static template = "sales_leads.TimeLeft";
    static props = { ...standardFieldProps, soon: { type: Number, optional: true } };
    static defaultProps = { soon: 60 };

    setup() {
        this.state = useState({ now: DateTime.now() });
        const timer = setInterval(() => (this.state.now = DateTime.now()), MINUTE / 2);
        onWillUnmount(() => clearInterval(timer));
    }

    get moment() {
        return this.props.record.data[this.props.name];
    }

    get minutes() {
        return Math.floor(this.moment.diff(this.state.now).as("minutes"));
    }

    get text() {
        const time = spell(Math.abs(this.minutes));
        return this.minutes < 0 ? _t("late by %s", time) : _t("%s left", time);
    }

    get color() {
        if (this.minutes < 0) {
            return "text-bg-danger";
        }
        return this.minutes < this.props.soon ? "text-bg-warning" : "text-bg-success";
    }

    get title() {
        return formatDateTime(this.moment);
    }
}

registry.category("fields").add("time_left", {
    component: TimeLeft,
    displayName: _t("Time left"),
    supportedTypes: ["datetime"],
    supportedOptions: [{ label: _t("Minutes that count as soon"), name: "soon", type: "number" }],
    extractProps: ({ options }) => ({ soon: options.soon }),
});
