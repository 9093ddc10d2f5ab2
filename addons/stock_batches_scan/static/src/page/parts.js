import { Component } from "@odoo/owl";
import { formatDay, formatQuantity } from "./format";
import { getShape } from "./icons";
import { t } from "./texts";
import { withLocal } from "./state";

export class Icon extends Component {
    static template = "stock_batches_scan.Icon";
    static props = { name: String };

    get shape() {
        return getShape(this.props.name);
    }
}

/** The thing to bring: read at arm's length. */
export class Target extends Component {
    static template = "stock_batches_scan.Target";
    static components = { Icon };
    static props = { target: Object };

    get quantity() {
        return formatQuantity(this.props.target.quantity, this.props.target.unit);
    }

    get date() {
        return formatDay(this.props.target.date);
    }
}

export class Progress extends Component {
    static template = "stock_batches_scan.Progress";
    static props = { progress: Object };

    get percent() {
        const { done, todo } = this.props.progress;
        return todo ? Math.min(100, Math.round((100 * done) / todo)) : 0;
    }

    get text() {
        const { done, todo } = this.props.progress;
        return t("done_of", { done: formatQuantity(done), todo: formatQuantity(todo) });
    }
}

export class Lines extends Component {
    static template = "stock_batches_scan.Lines";
    static components = { Icon };
    static props = { lines: Array, local: Object };

    setup() {
        this.t = t;
    }

    get lines() {
        return this.props.lines.map((line) => withLocal(line, this.props.local));
    }

    getQuantity(line) {
        const done = formatQuantity(line.done ?? 0);
        const all = line.todo ? t("done_of", { done, todo: formatQuantity(line.todo) }) : done;
        return formatQuantity(all, line.unit);
    }

    getMark(line) {
        return { done: "right", short: "attention", taken: "info" }[line.state];
    }

    getNote(line) {
        if (line.waiting) {
            return t("state_waiting", { count: line.waiting });
        }
        return line.state === "taken" ? t("state_taken", { name: line.taken_by || "" }) : "";
    }
}

export class Tiles extends Component {
    static template = "stock_batches_scan.Tiles";
    static components = { Icon };
    static props = { tiles: Array, isOff: Boolean, onPress: Function };
}

/** What happened, for the eye: colour and sign say the same as the sound. */
export class Message extends Component {
    static template = "stock_batches_scan.Message";
    static components = { Icon };
    static props = { message: { type: [Object, { value: null }] } };
}
