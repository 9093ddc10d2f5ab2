import { Component, useState } from "@odoo/owl";
import { scanBarcode } from "@web/core/barcode/barcode_dialog";
import { isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { registry } from "@web/core/registry";
import { useAutofocus, useService } from "@web/core/utils/hooks";

/** Find the card of a piece by its label: by the camera, by a handheld that types, or by hand. */
export class ServiceScan extends Component {
    static template = "deal_service.ServiceScan";
    static props = ["*"];

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ text: "" });
        this.hasCamera = isBarcodeScannerSupported();
        useAutofocus({ refName: "text" });
    }

    async find() {
        const text = this.state.text.trim();
        if (text) {
            await this.action.doAction(await this.orm.call("service.piece", "find_by_label", [text]));
        }
    }

    async scan() {
        this.state.text = await scanBarcode(this.env);
        await this.find();
    }
}

registry.category("actions").add("deal_service.scan", ServiceScan);
