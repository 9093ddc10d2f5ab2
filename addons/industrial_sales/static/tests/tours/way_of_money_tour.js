import { registry } from "@web/core/registry";
import { rpc } from "@web/core/network/rpc";
import { inputFiles } from "@web/../tests/utils";

const tours = registry.category("web_tour.tours");
const current = (name) => `.o_statusbar_status .o_arrow_button_current:contains(${name})`;

/** The file that the test laid ready under this name, as a file that a person chooses. */
async function getFile(name) {
    const found = await rpc("/web/dataset/call_kw/ir.attachment/search_read", {
        model: "ir.attachment",
        method: "search_read",
        args: [[["name", "=", name]], ["mimetype"]],
        kwargs: { limit: 1 },
    });
    const answer = await fetch(`/web/content/${found[0].id}`);
    return new File([await answer.blob()], name, { type: found[0].mimetype });
}

/** Choose a file in the dialog of files and take it over. */
const takeOver = (name) => [
    {
        content: `choose ${name}`,
        trigger: ".o_field_widget[name=file_ids] .o_select_file_button, .o_field_widget[name=file_ids] button",
        async run() {
            await inputFiles(".o_field_widget[name=file_ids] .o_input_file", [await getFile(name)]);
        },
    },
    { content: "it is there", trigger: `.o_field_widget[name=file_ids] .o_attachment:contains(${name})` },
    { trigger: "button[name=action_take]", run: "click" },
];

tours.add("way_of_money_ask", {
    steps: () => [
        { trigger: ".o_notebook_headers a[name=money]", run: "click" },
        { trigger: "button[name=action_request_payment]", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=purpose] input", run: "edit Whole amount" },
        { trigger: ".o_form_button_save:enabled", run: "click" },
        { content: "it has its number", trigger: `button[name=action_print]:visible` },
        { trigger: ".o_statusbar_status .o_arrow_button_current[data-value=open]" },
    ],
});

tours.add("way_of_money_pay", {
    steps: () => [
        ...takeOver("way_bank.txt"),
        { content: "the payment found its request", trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(Entered)" },
        { trigger: ".o_field_widget[name=line_ids] .o_data_row .o_field_widget[name=request_ids] .o_tag, .o_field_widget[name=line_ids] .o_data_row .o_tag" },
    ],
});

tours.add("way_of_money_print", {
    steps: () => [
        { trigger: "button[name=action_print_form]", run: "click" },
        { trigger: ".modal .o_field_widget[name=kind_id] label:contains(Transfer document)", run: "click" },
        { content: "the delivery is proposed", trigger: ".modal .o_field_widget[name=picking_id] input:value(OUT)" },
        { content: "nothing is missing", trigger: ".modal button[name=action_print]:visible" },
        { trigger: ".modal button[special=cancel]", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_form_view" },
        { trigger: ".nav-link[name=service]", run: "click" },
        { content: "the papers are what is missing", trigger: ".o_closing_steps div:contains(Papers are missing)" },
    ],
});

tours.add("way_of_money_file", {
    steps: () => [
        ...takeOver("way_signed.pdf"),
        { content: "filed by its barcode", trigger: ".o_list_view .o_data_row:contains(way_signed):contains(Filed)" },
    ],
});

tours.add("way_of_money_closed", {
    steps: () => [
        { content: "the deal has closed by itself", trigger: current("Closed") },
        { trigger: "body:not(:has(.o_closing_steps))" },
    ],
});
