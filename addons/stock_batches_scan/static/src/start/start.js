import { mount, reactive, whenReady } from "@odoo/owl";
import { getTemplate } from "@web/core/templates";
import { Alone } from "@stock_batches_scan/page/alone";
import { Feedback } from "@stock_batches_scan/page/feedback";
import { setLanguage } from "@stock_batches_scan/page/format";
import { Look } from "@stock_batches_scan/page/look";
import { ScanQueue } from "@stock_batches_scan/page/queue";
import { ScanPage } from "@stock_batches_scan/page/scan_page";
import { Store } from "@stock_batches_scan/page/store";
import { setTexts } from "@stock_batches_scan/page/texts";
import { makeState } from "@stock_batches_scan/page/state";
import { Work } from "@stock_batches_scan/page/work";

// In ms: the first scan goes before what is loaded for later.
const REST = 1000;

function makeWork(info, feedback) {
    const store = new Store(`stock_batches_scan.${info.database}`);
    const alone = new Alone(store, "sending");
    const { id: userId, name: userName } = info.user;
    const queue = new ScanQueue({ store, alone, userId, userName, send: (entry) => work.send(entry) });
    const channel = new BroadcastChannel(store.name);
    const work = new Work({ state: reactive(makeState()), store, queue, feedback, channel });
    return work;
}

/** After the first screen: what is loaded for a day without network keeps nobody waiting. */
async function keepForOffline(look) {
    const manifest = Object.assign(document.createElement("link"), { rel: "manifest" });
    manifest.href = "/scan/manifest.webmanifest";
    document.head.append(manifest);
    if (!("serviceWorker" in navigator)) {
        return;
    }
    const isFirst = !navigator.serviceWorker.controller;
    navigator.serviceWorker.addEventListener("controllerchange", () => (look.hasNewVersion = !isFirst));
    await navigator.serviceWorker.register("/scan/service-worker.js", { scope: "/scan" });
    await navigator.storage?.persist?.();
}

async function start() {
    const info = JSON.parse(document.getElementById("scan-info").textContent);
    setTexts(info.texts);
    setLanguage(info.lang);
    const feedback = new Feedback();
    const look = reactive(new Look({ feedback }));
    const work = makeWork(info, feedback);
    const began = work.begin();
    await mount(ScanPage, document.body, { getTemplate, props: { work, info, look } });
    await began;
    document.body.dataset.ready = "1";
    setTimeout(() => keepForOffline(look), REST);
}

whenReady(start);
