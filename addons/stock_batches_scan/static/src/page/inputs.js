import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { formatQuantity, getDecimalSign, parseNumber } from "./format";
import { Icon } from "./parts";
import { t } from "./texts";

/** @returns {string} what is wrong with a number, or nothing */
export function checkNumber(number, { min, max }) {
    if (number === null) {
        return t("number_wrong");
    }
    if (typeof min === "number" && number < min) {
        return t("number_small", { count: formatQuantity(min) });
    }
    if (typeof max === "number" && number > max) {
        return t("number_large", { count: formatQuantity(max) });
    }
    return "";
}

/** Large keys for gloves; keys of the device itself arrive by `typed`. */
export class Keypad extends Component {
    static template = "stock_batches_scan.Keypad";
    static components = { Icon };
    static props = { input: Object, typed: Object, isAlone: Boolean, onDone: Function };

    setup() {
        this.t = t;
        this.sign = getDecimalSign();
        this.keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", this.sign, "0"];
        this.state = useState({ error: "" });
        this.typed = useState(this.props.typed);
        const { value } = this.props.input;
        // The value that the server offers stands until the first key.
        const text = value || value === 0 ? formatPlain(value, this.sign) : "";
        // Where a scan is awaited too, the keys come when they are asked for: the goods stay in sight.
        const isOpen = this.props.isAlone;
        Object.assign(this.typed, { text, isFresh: true, isOpen, onEnter: () => this.typed.isOpen && this.done() });
    }

    get all() {
        const { max, value } = this.props.input;
        return typeof max === "number" && max !== value ? max : null;
    }

    get allText() {
        return t("all", { count: formatQuantity(this.all) });
    }

    press(key) {
        typeKey(this.typed, key);
        this.state.error = "";
    }

    erase() {
        this.typed.text = this.typed.isFresh ? "" : this.typed.text.slice(0, -1);
        this.typed.isFresh = false;
    }

    done(number = parseNumber(this.typed.text)) {
        this.state.error = checkNumber(number, this.props.input);
        if (!this.state.error) {
            this.typed.isOpen = false;
            this.props.onDone(number);
        }
    }
}

function formatPlain(value, sign) {
    return String(value).replace(".", sign);
}

/** The first key replaces the offered value. */
export function typeKey(typed, key) {
    typed.text = (typed.isFresh ? "" : typed.text) + key;
    typed.isFresh = false;
}

export class Choice extends Component {
    static template = "stock_batches_scan.Choice";
    static props = { input: Object, typed: Object, isAlone: Boolean, onDone: Function };
}

/** One text or day. */
export class Line extends Component {
    static template = "stock_batches_scan.Line";
    static props = { input: Object, typed: Object, isAlone: Boolean, onDone: Function };

    setup() {
        this.t = t;
        this.field = useRef("field");
        this.state = useState({ value: this.props.input.value || "" });
        onMounted(() => this.props.isAlone && this.field.el.focus());
    }

    get kind() {
        return this.props.input.kind === "date" ? "date" : "text";
    }

    submit() {
        if (this.state.value) {
            this.props.onDone(this.state.value);
        }
    }
}

/** The supervisor's badge is scanned and comes as a code: there is nothing to press. */
export class Badge extends Component {
    static template = "stock_batches_scan.Badge";
    static components = { Icon };
    static props = { input: Object, typed: Object, isAlone: Boolean, onDone: Function };

    setup() {
        this.t = t;
    }
}

/** Several inputs asked at once. */
export class Fields extends Component {
    static template = "stock_batches_scan.Fields";
    static props = { fields: Array, values: Object, error: String, onSubmit: Function };

    setup() {
        this.values = useState(this.props.values);
    }

    getType(field) {
        return ["date", "password"].includes(field.kind) ? field.kind : "text";
    }
}

/** @returns {{values: Object, error: string}} what the form holds, ready to be sent */
export function readFields(fields, values) {
    const read = {};
    for (const field of fields) {
        const value = values[field.name];
        const isEmpty = value === undefined || value === null || value === "";
        if (isEmpty && field.required) {
            return { values: read, error: t("fill_first", { name: field.label }) };
        }
        read[field.name] = isEmpty ? null : field.kind === "number" ? parseNumber(value) : value;
        const error = !isEmpty && field.kind === "number" ? checkNumber(read[field.name], field) : "";
        if (error) {
            return { values: read, error: `${field.label}: ${error}` };
        }
    }
    return { values: read, error: "" };
}
