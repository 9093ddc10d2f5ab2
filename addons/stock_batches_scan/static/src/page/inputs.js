import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { formatQuantity, getDecimalSign, maskDay, parseDay, parseNumber, typeDay } from "./format";
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
            this.typed.isOpen = this.props.isAlone;
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

/** One text or day, sent as it is asked: a day as ISO. */
export class Line extends Component {
    static template = "stock_batches_scan.Line";
    static props = { input: Object, typed: Object, isAlone: Boolean, onDone: Function };

    setup() {
        this.t = t;
        this.form = useRef("form");
        this.state = useState({ value: startValue(this.props.input), error: "" });
        onMounted(() => this.props.isAlone && this.form.el.querySelector("input").focus());
    }

    submit() {
        const { value, error } = readField(this.props.input, this.state.value);
        this.state.error = error;
        if (!error && value) {
            this.props.onDone(value);
        }
    }
}

/** @returns {string} what a field shows before anybody types */
export function startValue({ kind, value }) {
    return kind === "date" ? typeDay(value) : (value ?? "");
}

/** A field to type into. Days are digits: a picker would follow the language of the device, and wants thin fingers. */
export class Field extends Component {
    static template = "stock_batches_scan.Field";
    static props = { field: Object, value: String, onInput: Function };

    setup() {
        this.t = t;
    }

    get mode() {
        return { date: "numeric", number: "decimal" }[this.props.field.kind] || false;
    }

    /** Points are put between day, month and year when the field is left: earlier they would move the cursor. */
    onChange(ev) {
        if (this.props.field.kind === "date") {
            ev.target.value = maskDay(ev.target.value);
        }
        this.props.onInput(ev.target.value);
    }
}

Line.components = { Field };

/** The supervisor, by badge (scanned, comes as a code) or by login, without the worker leaving the screen. */
export class Badge extends Component {
    static template = "stock_batches_scan.Badge";
    static components = { Field, Icon };
    static props = { input: Object, typed: Object, isAlone: Boolean, onDone: Function };

    setup() {
        this.t = t;
        this.state = useState({ login: "", password: "" });
        this.fields = [
            { name: "login", kind: "text", label: t("login") },
            { name: "password", kind: "password", label: t("password") },
        ];
    }

    submit() {
        const { login, password } = this.state;
        if (login && password) {
            this.state.password = "";
            this.props.onDone({ login, password });
        }
    }
}

/** Several inputs asked at once. */
export class Fields extends Component {
    static template = "stock_batches_scan.Fields";
    static components = { Field };
    static props = { fields: Array, values: Object, error: String, onSubmit: Function };

    setup() {
        this.values = useState(this.props.values);
    }
}

/** @returns {{value: *, error: string}} what was typed into one field, ready to be sent; null for nothing */
export function readField(field, text) {
    if (text === undefined || text === null || text === "") {
        return { value: null, error: field.required ? t("fill_first", { name: field.label }) : "" };
    }
    if (field.kind === "date") {
        const value = parseDay(text);
        return { value, error: value ? "" : `${field.label}: ${t("date_wrong")}` };
    }
    if (field.kind === "number") {
        const value = parseNumber(text);
        const error = checkNumber(value, field);
        return { value, error: error && `${field.label}: ${error}` };
    }
    return { value: text, error: "" };
}

/** @returns {{values: Object, error: string}} what the form holds; the first thing that is wrong with it */
export function readFields(fields, values) {
    const read = {};
    for (const field of fields) {
        const { value, error } = readField(field, values[field.name]);
        if (error) {
            return { values: read, error };
        }
        read[field.name] = value;
    }
    return { values: read, error: "" };
}
