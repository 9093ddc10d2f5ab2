import { expect, test } from "@odoo/hoot";
import { click, queryFirst } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, mountView, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { session } from "@web/session";

class Person extends models.Model {
    phone = fields.Char();
    _records = [{ id: 1, phone: "+7 495 123-45-67" }];
}

defineMailModels();
defineModels([Person]);

async function pressNumber() {
    await mountView({
        type: "form",
        resModel: "person",
        resId: 1,
        arch: `<form><field name="phone" widget="phone" readonly="1"/></form>`,
    });
    queryFirst(".o_field_phone a").addEventListener("click", (ev) => {
        expect.step(ev.defaultPrevented ? "dialled" : "left to the browser");
        ev.preventDefault();
    });
    await click(".o_field_phone a");
    await animationFrame();
}

test("a number dials by the exchange where it dials for the user", async () => {
    patchWithCleanup(session, { mikopbx_dials: true });
    onRpc("mikopbx.connection", "dial", ({ args }) => {
        expect.step(args[0]);
        return "Take your telephone";
    });
    await pressNumber();
    expect.verifySteps(["dialled", "+7 495 123-45-67"]);
    expect(".o_notification").toHaveText("Take your telephone");
});

test("elsewhere the number stays what it was", async () => {
    patchWithCleanup(session, { mikopbx_dials: false });
    onRpc("mikopbx.connection", "dial", () => expect.step("dial"));
    await pressNumber();
    expect.verifySteps(["left to the browser"]);
});
