import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";
import { ScanInput } from "./input";
import { Badge, Choice, Fields, Keypad, Line, readFields, startValue, typeKey } from "./inputs";
import { Camera, Confirm, Conflicts, Menu, TypeCode } from "./panels";
import { Icon, Lines, Message, Progress, Target, Tiles } from "./parts";
import { t } from "./texts";

const INPUTS = { number: Keypad, date: Line, text: Line, choice: Choice, reason: Choice, badge: Badge };

/** The whole page: draws what the server described, hands what was scanned or pressed to the work. */
export class ScanPage extends Component {
    static template = "stock_batches_scan.ScanPage";
    static components = { Camera, Confirm, Conflicts, Fields, Icon, Lines, Menu, Message, Progress, Target, Tiles, TypeCode };
    static props = { work: Object, info: Object, look: Object };

    setup() {
        this.t = t;
        this.work = this.props.work;
        this.state = useState(this.work.state);
        this.look = useState(this.props.look);
        this.ui = useState({ panel: "", confirm: null, typed: { text: "", isFresh: true, isOpen: false }, error: "" });
        this.form = { key: "", values: {} };
        this.catcher = useRef("catcher");
        this.input = new ScanInput({
            onCode: (code) => this.onCode(code),
            onTyped: (text) => this.onTyped(text),
            onEnter: () => this.onEnter(),
        });
        this.onOnline = () => this.work.reconnect();
        onMounted(() => this.listen());
        onWillUnmount(() => this.stopListening());
    }

    listen() {
        this.input.start(document.body, this.catcher.el);
        window.addEventListener("online", this.onOnline);
    }

    stopListening() {
        this.input.stop();
        window.removeEventListener("online", this.onOnline);
    }

    // What is on the screen

    get screen() {
        return this.state.screen || {};
    }

    get fields() {
        return this.screen.fields || [];
    }

    get isHome() {
        return this.state.scenario === "home";
    }

    /** Where nothing is to be scanned, a form has the room of the tools. */
    get isScanAwaited() {
        return Boolean(this.screen.expects?.length || this.isHome);
    }

    get inputComponent() {
        return INPUTS[this.screen.input?.kind];
    }

    /** A new question starts with an empty answer. */
    get inputKey() {
        const { name, kind, value, label } = this.screen.input;
        return [this.screen.name, name, kind, value, label].join(" ");
    }

    /** What was typed into the form; begun anew where the server asks for something else. */
    get formValues() {
        const key = this.fields.map(({ name, value }) => `${name}:${value}`).join(" ");
        if (this.form.key !== key) {
            const values = this.fields.map((field) => [field.name, String(startValue(field))]);
            Object.assign(this.form, { key, values: Object.fromEntries(values) });
        }
        return this.form.values;
    }

    get waitsText() {
        return t("waiting", { count: this.state.waiting });
    }

    get foreignText() {
        const [first] = this.state.foreign;
        return first ? t("foreign", { count: this.state.foreign.length, name: first.userName || "?" }) : "";
    }

    /** The main button stands at the bottom, under the thumb. */
    get buttons() {
        const order = { danger: 0, plain: 1, main: 2 };
        return [...(this.screen.buttons || [])].sort((one, other) => order[one.style] - order[other.style]);
    }

    get canUndo() {
        this.state.waiting; // read, so that a new scan draws the button anew
        return this.work.canUndo;
    }

    // What the worker does

    onCode(code) {
        this.ui.panel = "";
        this.props.look.wake();
        return this.work.scan(code);
    }

    /** Digits from the keys of the device belong to the keypad, if there is one. */
    onTyped(text) {
        if (this.screen.input?.kind === "number") {
            this.ui.typed.isOpen = true;
            for (const key of text.replace(/[^\d.,-]/g, "")) {
                typeKey(this.ui.typed, key);
            }
        }
    }

    onEnter() {
        if (this.screen.input?.kind === "number") {
            this.ui.typed.onEnter?.();
        }
    }

    async fill(value) {
        this.ui.error = "";
        await this.work.act("set", this.screen.input.name, value);
    }

    pressTile(name) {
        return this.work.act("press", "tile", name);
    }

    press(button) {
        const { values, error } = this.readForm(button);
        this.ui.error = error;
        if (error) {
            return this.work.say({ kind: "wrong", text: error, detail: "" }, "wrong");
        }
        const go = () => this.work.act("press", button.name, values ?? button.value ?? null);
        return button.ask ? this.confirm(button.ask, go) : go();
    }

    /** Several inputs go together, with the main button. */
    readForm(button) {
        const isSubmit = button.style === "main" && this.fields.length;
        return isSubmit ? readFields(this.fields, this.formValues) : { error: "" };
    }

    submit() {
        const button = (this.screen.buttons || []).find(({ style }) => style === "main");
        return button && this.press(button);
    }

    confirm(text, onYes) {
        this.ui.confirm = { text, onYes };
    }

    answer(isYes) {
        const { onYes } = this.ui.confirm;
        this.ui.confirm = null;
        return isYes ? onYes() : null;
    }

    open(panel) {
        this.ui.panel = panel;
    }

    close() {
        this.ui.panel = "";
        this.input.holdFocus();
    }

    leave() {
        this.ui.error = "";
        return this.work.goHome();
    }

    retry(place) {
        return this.work.retry(place);
    }

    drop(place) {
        return this.work.queue.drop(place);
    }

    doMenu(name) {
        this.ui.panel = "";
        const actions = {
            dark: () => this.look.turn(),
            sounds: () => this.look.turnSounds(),
            reload: () => window.location.reload(),
            web: () => window.location.assign("/odoo"),
        };
        return actions[name]();
    }

    get signInAddress() {
        return "/web/login?redirect=/scan";
    }
}
