/* global SignaturePad */

import { Component, onWillStart, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";
import { loadJS } from "@web/core/assets";
import { browser } from "@web/core/browser/browser";
import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { session } from "@web/session";
import { applyEntry, FieldQueue } from "./field_queue";

/** A number as people type it, with a comma or a point. */
const readNumber = (text) => parseFloat(String(text).replace(",", "."));

const AGAIN = 15000;
const PHOTO_SIDE = 1280;

function call(method, ...args) {
    const params = { model: "service.visit", method, args, kwargs: { context: user.context } };
    return rpc(`/web/dataset/call_kw/service.visit/${method}`, params, { silent: true });
}

/** A picture of the telephone, small enough to be kept without a network. */
async function shrink(file) {
    const image = await createImageBitmap(file);
    const factor = Math.min(1, PHOTO_SIDE / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * factor);
    canvas.height = Math.round(image.height * factor);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", 0.75);
}

/** The engineer's page: his visits on a telephone; what he enters waits in the browser while there is no network. */
export class FieldPage extends Component {
    static template = "deal_service.FieldPage";
    static props = ["*"];

    setup() {
        this.notification = useService("notification");
        const place = `${session.db}.${user.userId}`;
        this.store = `deal_service.visits.${place}`;
        this.queue = new FieldQueue(`deal_service.entries.${place}`, (entries) => call("sync_entries", entries));
        this.state = useState({
            visits: [],
            visitId: false,
            online: true,
            waiting: 0,
            refused: [],
            remark: "",
            part: "",
            quantity: 1,
            signedBy: "",
        });
        this.canvas = useRef("canvas");
        onWillStart(() => this.begin());
        useEffect(
            (canvas) => {
                if (canvas) {
                    // A canvas that is shown larger than it is loses the strokes beyond its own size.
                    canvas.width = canvas.offsetWidth;
                    canvas.height = canvas.offsetHeight;
                    this.pad = new SignaturePad(canvas);
                }
            },
            () => [this.canvas.el]
        );
        this.back = () => this.send();
        browser.addEventListener("online", this.back);
        this.timer = browser.setInterval(() => this.queue.waiting.length && this.send(), AGAIN);
        onWillUnmount(() => {
            browser.removeEventListener("online", this.back);
            browser.clearInterval(this.timer);
        });
    }

    async begin() {
        // Loaded beforehand: the customer may sign where there is no network.
        await loadJS("/web/static/lib/signature_pad/signature_pad.umd.js");
        await this.send();
    }

    get visit() {
        return this.state.visits.find((visit) => visit.id === this.state.visitId);
    }

    get isOpen() {
        return ["planned", "going"].includes(this.visit.state);
    }

    day(visit) {
        return visit.planned ? toLocaleDateTimeString(deserializeDateTime(visit.planned)) : _t("no day yet");
    }

    /** Send what waits, then show what the server has now; without a network what was seen last. */
    async send() {
        this.state.online = await this.queue.flush();
        if (this.state.online) {
            await this.load();
        } else if (!this.state.visits.length) {
            this.show(this.readStored());
        }
        this.count();
    }

    async load() {
        try {
            const page = await call("get_field_page");
            browser.localStorage.setItem(this.store, JSON.stringify(page.visits));
            this.show(page.visits);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.state.online = false;
            this.show(this.readStored());
        }
    }

    readStored() {
        return JSON.parse(browser.localStorage.getItem(this.store) || "[]");
    }

    show(visits) {
        for (const entry of this.queue.waiting) {
            const visit = visits.find((row) => row.id === entry.visit_id);
            if (visit) {
                applyEntry(visit, entry);
            }
        }
        this.state.visits = visits;
    }

    count() {
        this.state.waiting = this.queue.waiting.length;
        this.state.refused = this.queue.refused;
    }

    async enter(kind, values = {}) {
        const entry = this.queue.add(this.state.visitId, kind, values);
        if (!entry) {
            const text = _t("The telephone has no room left: find a network and let the entries be sent first.");
            this.notification.add(text, { type: "danger" });
            return;
        }
        applyEntry(this.visit, entry);
        this.count();
        await this.send();
    }

    open(visit) {
        this.state.visitId = visit.id;
        this.state.signedBy = visit.signed_by;
    }

    close() {
        this.state.visitId = false;
    }

    enterNumber(line, text) {
        const value = readNumber(text);
        if (!Number.isNaN(value)) {
            this.enter("line", { line_id: line.id, value, is_measured: true });
        }
    }

    enterCheck(line, isChecked) {
        this.enter("line", { line_id: line.id, is_checked: isChecked });
    }

    enterWords(line, words) {
        this.enter("line", { line_id: line.id, words });
    }

    enterHours(text) {
        const hours = readNumber(text);
        if (hours >= 0) {
            this.enter("report", { hours });
        }
    }

    enterResult(result) {
        this.enter("report", { result });
    }

    addRemark() {
        const text = this.state.remark.trim();
        if (text) {
            this.state.remark = "";
            this.enter("remark", { text });
        }
    }

    addPart() {
        const code = this.state.part.trim();
        const quantity = readNumber(this.state.quantity);
        if (code && quantity > 0) {
            this.state.part = "";
            this.state.quantity = 1;
            this.enter("part", { code, quantity });
        }
    }

    async addPhoto(ev) {
        const file = ev.target.files[0];
        ev.target.value = "";
        if (file) {
            await this.enter("photo", { name: file.name, url: await shrink(file) });
        }
    }

    sign() {
        if (!this.state.signedBy.trim() || this.pad.isEmpty()) {
            const text = _t("Let the customer sign, and write down who he is.");
            this.notification.add(text, { type: "warning" });
            return;
        }
        this.enter("sign", { signed_by: this.state.signedBy, url: this.pad.toDataURL() });
    }

    clearPad() {
        this.pad.clear();
    }

    retry(entry) {
        this.queue.retry(entry.key);
        this.send();
    }

    discard(entry) {
        this.queue.drop(entry.key);
        this.count();
        this.send();
    }
}

registry.category("actions").add("deal_service.field_page", FieldPage);
