import { registry } from "@web/core/registry";

const CARD = ".o_kanban_record:not(.o_kanban_ghost):not(.o_dispatch_gone)";
let pressed = 0;

function press(key, code = `Key${key.toUpperCase()}`) {
    pressed++;
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }));
}

/** Twenty appeals, whose first word is the key that they need. */
const KEYS = ["1", "2", "0", "Enter", "n"];
const CODES = { 1: "Digit1", 2: "Digit2", 0: "Digit0", Enter: "Enter", n: "KeyN" };

const sortOne = (number) => {
    const key = KEYS[number % KEYS.length];
    const name = `Tour${String(number).padStart(2, "0")}`;
    return {
        content: `${name} has the focus: ${key}`,
        trigger: `${CARD}:focus:contains(${name})`,
        run: () => press(key === "n" ? "т" : key, CODES[key]),
    };
};

const SETTLED = {
    content: "The server has answered every step",
    trigger: ".o_dispatch_keys:not(:has(.o_dispatch_under_way))",
    timeout: 60000,
};

registry.category("web_tour.tours").add("sales_leads_dispatch_keyboard", {
    steps: () => [
        ...Array.from({ length: 20 }, (_, number) => sortOne(number)),
        {
            content: "All are gone",
            trigger: `.o_kanban_renderer:not(:has(${CARD}))`,
            run: () => {
                if (pressed !== 20) {
                    console.error(`twenty appeals took ${pressed} keys`);
                }
            },
        },
        {
            content: "The last step is taken back",
            trigger: ".o_kanban_renderer",
            run: () => press("u"),
        },
        {
            content: "The last one stands there again and has the focus: give it away again",
            trigger: `${CARD}:focus:contains(Tour19)`,
            // It comes after the twenty steps that are under way, however slow the machine is.
            timeout: 60000,
            run: () => press("т", "KeyN"),
        },
        {
            content: "Nothing is left",
            trigger: `.o_kanban_renderer:not(:has(${CARD})) .o_view_nocontent, .o_view_nocontent`,
        },
        SETTLED,
    ],
});

registry.category("web_tour.tours").add("sales_leads_dispatch_several", {
    steps: () => [
        {
            content: "Select the first with the space bar",
            trigger: `${CARD}:focus:contains(Tour00)`,
            run: () => press(" ", "Space"),
        },
        {
            content: "Go to the next",
            trigger: `${CARD}.o_record_selected:contains(Tour00)`,
            run: () => press("ArrowRight", "ArrowRight"),
        },
        {
            content: "Select it too",
            trigger: `${CARD}:focus:contains(Tour01)`,
            run: () => press(" ", "Space"),
        },
        {
            content: "One key for both",
            trigger: `${CARD}.o_record_selected:contains(Tour01)`,
            run: () => press("2", "Digit2"),
        },
        {
            content: "Both are gone, the next one has the focus: what may it belong to?",
            trigger: `.o_kanban_renderer:not(:has(${CARD}:contains(Tour01))) ${CARD}:focus:contains(Tour02)`,
            run: () => press("m"),
        },
        {
            content: "The appeal of the same company stands there",
            trigger: ".modal .o_data_row:contains(same company)",
        },
        {
            content: "Merge",
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            content: "Both texts and files were put together and the dialog is closed",
            trigger: "body:not(:has(.modal))",
            timeout: 30000,
        },
        {
            content: "It is gone, its company's other appeal is left: its department is suggested by a word",
            trigger: `${CARD}:contains(Tour03) [name=suggestion]:contains(valve)`,
        },
        {
            content: "The mouse does it as well",
            trigger: `${CARD}:contains(Tour03) button[data-department=Vys]`,
            run: "click",
        },
        {
            content: "Enter one by hand",
            trigger: `.o_kanban_renderer:not(:has(${CARD}:contains(Tour03)))`,
        },
        { content: "New", trigger: ".o-kanban-button-new", run: "click" },
        { content: "From a fair", trigger: ".modal .o_field_widget[name=source_id] .o_radio_item:contains(Fair) input", run: "click" },
        { content: "Who", trigger: ".modal [name=contact_name] input", run: "edit Fair Visitor" },
        { content: "How to reach him", trigger: ".modal [name=phone] input", run: "edit +7 912 444-00-01" },
        { content: "What", trigger: ".modal [name=needs] textarea", run: "edit A chamber" },
        { content: "Save", trigger: ".modal .o_form_button_save", run: "click" },
        { content: "It stands on the board", trigger: `body:not(:has(.modal)) ${CARD}:contains(Fair Visitor)` },
        SETTLED,
    ],
});
