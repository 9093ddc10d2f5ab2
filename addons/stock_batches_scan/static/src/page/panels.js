import { Component, useRef, useState, onMounted, onWillUnmount } from "@odoo/owl";
import { formatMoment } from "./format";
import { Icon } from "./parts";
import { t } from "./texts";

// Texts of the web client's component, whose translations this page does not load.
const CAMERA_TERMS = [
    ["camera_none", "No device can be found."],
    ["camera_refused", "Odoo needs your authorization first."],
    ["camera_failed", "Could not start scanning. %(message)s"],
];

/** A sheet over the work; its first button closes it. */
export class Sheet extends Component {
    static template = "stock_batches_scan.Sheet";
    static components = { Icon };
    static props = { title: String, onClose: Function, slots: Object };

    setup() {
        this.t = t;
    }
}

/** What could not be done any more when the network was back, to be solved one by one. */
export class Conflicts extends Component {
    static template = "stock_batches_scan.Conflicts";
    static components = { Sheet };
    static props = { conflicts: Array, isOff: Boolean, onRetry: Function, onDrop: Function, onClose: Function };

    setup() {
        this.t = t;
        this.formatMoment = formatMoment;
        this.state = useState({ asked: null });
    }

    drop(entry) {
        this.state.asked = null;
        this.props.onDrop(entry.place);
    }
}

export class TypeCode extends Component {
    static template = "stock_batches_scan.TypeCode";
    static components = { Sheet };
    static props = { onCode: Function, onClose: Function };

    setup() {
        this.t = t;
        this.state = useState({ code: "" });
        this.field = useRef("field");
        onMounted(() => this.field.el.focus());
    }

    submit() {
        const code = this.state.code.trim();
        if (code) {
            this.props.onClose();
            this.props.onCode(code);
        }
    }
}

export class Confirm extends Component {
    static template = "stock_batches_scan.Confirm";
    static props = { text: String, onYes: Function, onNo: Function };

    setup() {
        this.t = t;
    }
}

export class Menu extends Component {
    static template = "stock_batches_scan.Menu";
    static components = { Sheet };
    static props = { user: String, isDark: Boolean, isQuiet: Boolean, feedback: Object, onDo: Function, onClose: Function };

    setup() {
        this.t = t;
    }
}

/** The web client's own camera component, with what it needs, loaded when somebody first asks for it. */
export class Camera extends Component {
    static template = "stock_batches_scan.Camera";
    static components = { Sheet };
    static props = { links: Array, load: { type: Function, optional: true }, onCode: Function, onClose: Function };
    static defaultProps = { load: loadCamera };

    setup() {
        this.t = t;
        this.spot = useRef("spot");
        this.state = useState({ error: "" });
        onMounted(() => this.open());
        onWillUnmount(() => {
            this.isClosed = true;
            this.close?.();
        });
    }

    async open() {
        try {
            const openCamera = await this.props.load(this.props.links);
            if (!this.isClosed) {
                const terms = Object.fromEntries(CAMERA_TERMS.map(([name, source]) => [source, t(name)]));
                const handlers = { onCode: this.props.onCode, onError: (error) => this.fail(error), terms };
                this.close = await openCamera(this.spot.el, handlers);
            }
        } catch (error) {
            this.fail(error);
        }
    }

    fail(error) {
        this.state.error = error.message === "HTTPS" ? t("camera_https") : error.message || t("camera_none");
    }
}

function loadFile(link) {
    return new Promise((resolve, reject) => {
        const isStyle = link.endsWith(".css");
        const element = document.createElement(isStyle ? "link" : "script");
        Object.assign(element, isStyle ? { rel: "stylesheet", href: link } : { src: link });
        element.onload = resolve;
        element.onerror = () => reject(new Error(link));
        document.head.append(element);
    });
}

/** @returns {Promise<Function>} see camera/camera.js */
export async function loadCamera(links) {
    await Promise.all(links.map(loadFile));
    return odoo.loader.modules.get("@stock_batches_scan/camera/camera").openCamera;
}
