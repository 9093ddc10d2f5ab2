import { registry } from "@web/core/registry";

/** A finger that draws. */
function draw() {
    const canvas = document.querySelector(".o_field_page canvas");
    const box = canvas.getBoundingClientRect();
    const at = (x, y) => ({
        bubbles: true,
        buttons: 1,
        isPrimary: true,
        pointerId: 1,
        pressure: 0.5,
        clientX: box.left + x,
        clientY: box.top + y,
    });
    canvas.dispatchEvent(new PointerEvent("pointerdown", at(20, 40)));
    document.dispatchEvent(new PointerEvent("pointermove", at(60, 70)));
    canvas.dispatchEvent(new PointerEvent("pointermove", at(60, 70)));
    document.dispatchEvent(new PointerEvent("pointerup", { ...at(90, 40), buttons: 0 }));
    canvas.dispatchEvent(new PointerEvent("pointerup", { ...at(90, 40), buttons: 0 }));
}

const page = ".o_field_page";

registry.category("web_tour.tours").add("deal_service_field_page", {
    steps: () => [
        { trigger: `${page} .o_field_visit:contains(Neftemash)`, run: "click" },
        { content: "There is no network from now on", trigger: `${page} .o_start`, run: () => goOffline() },
        { trigger: `${page} .o_start`, run: "click" },
        { content: "It says so, and keeps what is entered", trigger: `${page} .o_no_network` },
        { trigger: `${page} .o_field_line input[type=checkbox]:not(:checked)`, run: "click" },
        { trigger: `${page} .o_field_line input[inputmode=decimal]`, run: "edit -75,5 && press Tab" },
        { trigger: `${page} .o_waiting:contains(3)` },
        { content: "The network is back", trigger: `${page} .o_no_network`, run: () => goOnline() },
        { trigger: `${page}:not(:has(.o_waiting)):not(:has(.o_no_network))` },
        { trigger: `${page} .o_remark`, run: "edit Door squeaks" },
        { trigger: `${page} .o_add_remark`, run: "click" },
        { trigger: `${page} .o_signed_by`, run: "edit Ivanov" },
        { trigger: `${page} canvas`, run: () => draw() },
        { trigger: `${page} .o_sign`, run: "click" },
        { trigger: `${page} .o_signed:contains(Ivanov)` },
        { trigger: `${page} .o_done`, run: "click" },
        { trigger: `${page} .o_is_done` },
        { trigger: `${page}:not(:has(.o_waiting))` },
    ],
});

const request = window.XMLHttpRequest.prototype;
const { open, send } = request;

/** What the page asks the server for fails as it does where there is no network; the rest of the client goes on. */
function goOffline() {
    request.open = function (method, url) {
        this.isOurs = url.includes("/service.visit/");
        return open.apply(this, arguments);
    };
    request.send = function () {
        if (this.isOurs) {
            this.dispatchEvent(new ProgressEvent("error"));
        } else {
            send.apply(this, arguments);
        }
    };
}

function goOnline() {
    Object.assign(request, { open, send });
    window.dispatchEvent(new Event("online"));
}
