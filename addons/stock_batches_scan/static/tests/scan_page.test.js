import { after, beforeEach, describe, expect, getFixture, test } from "@odoo/hoot";
import { click, edit, queryAll, queryAllTexts, queryFirst, queryOne } from "@odoo/hoot-dom";
import { animationFrame, mockFetch } from "@odoo/hoot-mock";
import { App, reactive } from "@odoo/owl";
import { getTemplate } from "@web/core/templates";
import { setLanguage } from "@stock_batches_scan/page/format";
import { Look } from "@stock_batches_scan/page/look";
import { ScanPage } from "@stock_batches_scan/page/scan_page";
import { setTexts } from "@stock_batches_scan/page/texts";
import { makeState } from "@stock_batches_scan/page/state";
import { FakeMemory, makeScreen, makeWork } from "./helpers";

describe.current.tags("desktop");

beforeEach(() => {
    setLanguage("ru-RU");
    setTexts({ done_of: "%(done)s of %(todo)s", waiting: "Waiting: %(count)s", conflicts: "To solve: %(count)s" });
    mockFetch(() => "{}");
});

/** The page over a screen, as the server would describe it. */
async function mountPage(screen = {}, answers = () => ({})) {
    const made = await makeWork((params) => ({ screen: makeScreen(screen), undo: true, ...answers(params) }), {
        state: reactive(makeState()),
    });
    const memory = new FakeMemory();
    const look = reactive(new Look({ feedback: made.feedback, root: document.createElement("div"), memory }));
    const info = { user: { id: 7, name: "Anna" }, camera: [] };
    // As the page itself does: no part of the web client is there.
    const app = new App(ScanPage, { getTemplate, test: true, props: { work: made.work, look, info } });
    after(() => app.destroy());
    await app.mount(getFixture());
    return { ...made, look };
}

/** Until the store and the fake server have answered and the page is drawn. */
async function settle() {
    await new Promise((resolve) => setTimeout(resolve, 60));
    await animationFrame();
}

test("home: a tile for each task, with how much there is to do", async () => {
    const tiles = [
        { name: "receive", label: "Receive", count: 3, icon: "download" },
        { name: "count", label: "Count", count: 0, icon: "clipboard" },
    ];
    const { server } = await mountPage({ lines: [], tiles });
    expect(queryAllTexts(".s_tile_label")).toEqual(["Receive", "Count"]);
    expect(queryAllTexts(".s_tile_count")).toEqual(["3"]);
    await click(".s_tile[name=receive]");
    await settle();
    expect(server.asked[0]).toMatchObject({ action: "press", name: "tile", value: "receive" });
});

test("the thing to bring: place, series, quantity and day as they are written here", async () => {
    const target = { title: "Bearing", series: "OLD-17", place: "A-1", quantity: 1.5, unit: "kg", date: "2025-01-17" };
    await mountPage({ target });
    expect(queryAllTexts(".s_place, .s_series, .s_quantity, .s_date")).toEqual(["A-1", "OLD-17", "1,5 kg", "17.01.2025"]);
});

test("lines say their state, and who has taken one", async () => {
    setTexts({ state_taken: "taken by %(name)s" });
    await mountPage();
    expect(queryAllTexts(".s_line_count")).toEqual(["0 of 2 pcs", "0 of 5 pcs", "0 of 3 pcs"]);
    expect(queryAll(".s_line_current")).toHaveLength(1);
    expect(queryAllTexts(".s_line_taken .s_line_note")).toEqual(["taken by Peter"]);
});

test("without network: a bar, the count of what waits, buttons off, the line counted up", async () => {
    setTexts({ state_waiting: "waits: %(count)s" });
    const { work, server } = await mountPage({ buttons: [{ name: "finish", label: "Finish", style: "main", ask: "" }] });
    server.cut = "request";
    await work.scan("OLD");
    await settle();
    expect(queryAllTexts(".s_bar_offline .s_waits")).toEqual(["Waiting: 1"]);
    expect("button[name=finish]").toHaveAttribute("disabled");
    expect(queryAllTexts(".s_line_waits .s_line_note")).toEqual(["waits: 1"]);
    expect(queryAllTexts(".s_line_waits .s_line_count")).toEqual(["1 of 2 pcs"]);
    server.cut = "";
    await work.refresh();
    await settle();
    expect(".s_bar").toHaveCount(0);
    expect("button[name=finish]").not.toHaveAttribute("disabled");
});

test("three kinds of words look different and are read aloud", async () => {
    const { work } = await mountPage();
    for (const kind of ["right", "wrong", "attention"]) {
        work.say({ kind, text: kind, detail: "" });
        await animationFrame();
        expect(`.s_message_${kind}`).toHaveText(kind);
        expect(queryOne(".s_message").parentElement).toHaveAttribute("aria-live", "assertive");
    }
});

test("keypad: the first key replaces the offered number, the limit is told", async () => {
    setTexts({ number_large: "At most %(count)s." });
    const input = { name: "quantity", kind: "number", label: "How many", value: 2, min: 0, max: 5, options: [] };
    const { server } = await mountPage({ input });
    await click(".s_number");
    await animationFrame();
    for (const key of ["1", "2"]) {
        await click(`.s_key[data-key="${key}"]`);
        await animationFrame();
    }
    expect(".s_typed").toHaveText("12");
    await click(".s_key_done");
    await animationFrame();
    expect(".s_error").toHaveText("At most 5.");
    await click(".s_key_erase");
    await click(".s_key_done");
    await settle();
    expect(server.asked[0]).toMatchObject({ action: "set", name: "quantity", value: 1 });
});

test("where nothing is to be scanned the keypad is open at once; digits of the device's keys go into it", async () => {
    const input = { name: "quantity", kind: "number", label: "How many", value: null, options: [] };
    const { server } = await mountPage({ input, expects: [] });
    expect(".s_keypad").toHaveCount(1);
    document.body.dispatchEvent(new KeyboardEvent("keydown", { code: "Digit7", key: "7", bubbles: true }));
    document.body.dispatchEvent(new KeyboardEvent("keydown", { code: "Enter", key: "Enter", bubbles: true }));
    await settle();
    expect(server.asked[0]).toMatchObject({ action: "set", name: "quantity", value: 7 });
});

test("a choice is one press", async () => {
    const options = [
        { value: "1", label: "Damaged", detail: "" },
        { value: "2", label: "Not there", detail: "" },
    ];
    const { server } = await mountPage({ input: { name: "reason", kind: "reason", label: "Why", options } });
    await click(".s_option[data-value='2']");
    await settle();
    expect(server.asked[0]).toMatchObject({ action: "set", name: "reason", value: "2" });
});

test("days are typed as digits and sent as ISO; a day that there is not is told", async () => {
    const fields = [{ name: "expiry", kind: "date", label: "Good until", options: [] }];
    const buttons = [{ name: "dates", label: "Save", style: "main", ask: "" }];
    const { server } = await mountPage({ fields, buttons });
    await click("input[name=expiry]");
    await edit("310226", { confirm: "blur" });
    await animationFrame();
    expect("input[name=expiry]").toHaveValue("31.02.26");
    await click("button[name=dates]");
    await animationFrame();
    expect(".s_error").toHaveText("Good until: date_wrong");
    await click("input[name=expiry]");
    await edit("280226");
    await click("button[name=dates]");
    await settle();
    expect(server.asked[0]).toMatchObject({ action: "press", name: "dates", value: { expiry: "2026-02-28" } });
});

test("the supervisor signs in on the worker's screen", async () => {
    const { server } = await mountPage({ input: { name: "badge", kind: "badge", label: "Badge", options: [] } });
    await click("input[name=login]");
    await edit("boss");
    await click("input[name=password]");
    await edit("secret");
    await click(".s_allow");
    await settle();
    expect(server.asked[0]).toMatchObject({ action: "set", name: "badge", value: { login: "boss", password: "secret" } });
});

test("a button that asks first is pressed only after yes", async () => {
    const { server } = await mountPage({ buttons: [{ name: "finish", label: "Finish", style: "main", ask: "Really?" }] });
    await click("button[name=finish]");
    await animationFrame();
    await click(".s_no");
    await settle();
    expect(server.asked).toEqual([]);
    await click("button[name=finish]");
    await animationFrame();
    await click(".s_yes");
    await settle();
    expect(server.asked[0]).toMatchObject({ action: "press", name: "finish" });
});

test("conflicts: the list says what and why; dropping asks first", async () => {
    const { work, server, queue } = await mountPage({}, ({ queued }) => (queued ? { conflict: { text: "Cancelled." } } : {}));
    server.cut = "request";
    await work.scan("OLD");
    server.cut = "";
    await work.refresh();
    await settle();
    expect(".s_bar_conflicts span").toHaveText("To solve: 1");
    await click(".s_bar_conflicts button");
    await animationFrame();
    expect(".s_conflict_what b").toHaveText("OLD");
    expect(".s_conflict_why").toHaveText("Cancelled.");
    await click(".s_drop");
    await animationFrame();
    await click(".s_drop_yes");
    await settle();
    expect(".s_conflict").toHaveCount(0);
    expect(queue.entries).toEqual([]);
});

test("a code may be typed", async () => {
    const { server } = await mountPage();
    await click(".s_open_type");
    await animationFrame();
    await click("input[name=code]");
    await edit("OLD");
    await click(".s_sheet .s_main");
    await settle();
    expect(".s_sheet").toHaveCount(0);
    expect(server.asked[0]).toMatchObject({ action: "scan", code: "OLD" });
});

test("signed out: what to do stands there, scanning goes on", async () => {
    const { work } = await mountPage();
    work.state.isExpired = true;
    work.state.isOnline = false;
    await work.scan("OLD");
    await settle();
    expect(".s_bar_expired a").toHaveAttribute("href", "/web/login?redirect=/scan");
    expect(work.state.waiting).toBe(1);
});

test("light and dark, and sounds, are switched and kept", async () => {
    const { look, feedback } = await mountPage();
    const before = look.isDark;
    await click(".s_open_menu");
    await animationFrame();
    await click(".s_menu_dark");
    await animationFrame();
    expect([look.isDark, look.read("dark")]).toEqual([!before, !before]);
    look.turnSounds();
    expect([feedback.isQuiet, look.read("quiet")]).toEqual([true, true]);
});

test("the main button is the last, under the thumb", async () => {
    const buttons = [
        { name: "finish", label: "Finish", style: "main", ask: "" },
        { name: "short", label: "Short", style: "plain", ask: "" },
    ];
    await mountPage({ buttons });
    expect(queryAllTexts(".s_buttons .s_button")).toEqual(["Short", "Finish"]);
    expect(queryFirst(".s_buttons .s_main")).toHaveText("Finish");
});
