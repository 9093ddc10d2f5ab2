import { session } from "@web/session";
import { patch } from "@web/core/utils/patch";
import { useService } from "@web/core/utils/hooks";
import { PhoneField } from "@web/views/fields/phone/phone_field";

/** Every number on the screen dials by the exchange, where it dials for this user; else the browser's own way stays. */
patch(PhoneField.prototype, {
    setup() {
        super.setup();
        this.dialNotification = useService("notification");
        this.dialOrm = useService("orm");
    },
    get dialsByExchange() {
        return Boolean(session.mikopbx_dials);
    },
    async onClickDial(ev) {
        if (!this.dialsByExchange) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        const number = this.props.record.data[this.props.name];
        const told = await this.dialOrm.call("mikopbx.connection", "dial", [number]);
        this.dialNotification.add(told, { type: "info" });
    },
});
