import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { inputFiles } from "@web/../tests/utils";
import { stepUtils } from "@web_tour/tour_utils";

registry.category("web_tour.tours").add("marketing_export_segment", {
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            content: "open the app",
            trigger: ".o_app[data-menu-xmlid='marketing_export.marketing_export_menu_root']",
            run: "click",
        },
        { content: "the list of segments is there", trigger: ".o_list_view" },
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=name] input", run: "edit Tour segment" },
        { content: "choose the list of contacts, the last kind, in whichever language", trigger: ".o_field_widget[name=profile_id] input", run: "click" },
        { trigger: ".o-autocomplete--dropdown-item:eq(3)", run: "click" },
        { trigger: ".o_form_button_save", run: "click" },
        { content: "the sample shows the mailing base", trigger: ".o_field_widget[name=sample_ids] .o_data_row" },
        { content: "order the file", trigger: ".o_form_view button[name=action_export]", run: "click" },
        { content: "the preview shows the rows", trigger: ".modal .o_field_widget[name=preview] td" },
        { trigger: ".modal .o_field_widget[name=reason] input", run: "edit Spring mailing" },
        { content: "write it", trigger: ".modal footer button[name=action_export]", run: "click" },
        { content: "the run shows what is in it", trigger: ".o_form_view .o_field_widget[name=sha256]" },
        { trigger: ".o_form_view .o_field_widget[name=row_count]" },
        { content: "it can be fetched again", trigger: "button[name=action_download]" },
    ],
});

registry.category("web_tour.tours").add("marketing_export_base", {
    steps: () => [
        { content: "search a contact", trigger: ".o_searchview_input", run: "edit tour@base.example" },
        { trigger: ".o_searchview_autocomplete .o-dropdown-item:first", run: "click" },
        { trigger: ".o_data_row:contains('Tour customer')" },
        { content: "one row for the address", trigger: ".o_list_view:not(:has(.o_data_row:nth-child(2)))" },
        { content: "look at the counts", trigger: ".o_switch_view.o_graph", run: "click" },
        { trigger: ".o_graph_view canvas" },
        { trigger: ".o_switch_view.o_pivot", run: "click" },
        { trigger: ".o_pivot_view table" },
        { trigger: ".o_switch_view.o_list", run: "click" },
        { trigger: ".o_data_row:contains('Tour customer') .o_data_cell[name=name]", run: "click" },
        { content: "the card of the contact", trigger: ".o_form_view .o_field_widget[name=kind]" },
    ],
});

registry.category("web_tour.tours").add("marketing_export_schedule", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_selected_row .o_field_widget[name=segment_id] input", run: "edit Tour plan" },
        { trigger: ".o-autocomplete--dropdown-item:contains('Tour plan')", run: "click" },
        { trigger: ".o_list_button_save", run: "click" },
        { content: "the next run is reckoned", trigger: ".o_data_row:contains('Tour plan') .o_data_cell[name=next_run]:not(:empty)" },
    ],
});

registry.category("web_tour.tours").add("marketing_export_calls", {
    steps: () => [
        { content: "today's list", trigger: ".o_list_view .o_data_row:contains('C0') .o_data_cell[name=company_name]", run: "click" },
        ...["C0", "C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9"].flatMap((name, index) => [
            { content: `${name} can be dialled`, trigger: `.o_form_view .o_field_widget[name=name]:contains('${name}')` },
            { trigger: ".o_form_view .o_field_widget[name=phone] a[href^='tel:']" },
            index % 2
                ? { content: "by key", trigger: ".o_form_view .oe_title", run: "press 1" }
                : { content: "by button", trigger: "button[name=action_no_answer]", run: "click" },
        ]),
        { content: "nobody is left", trigger: ".o_list_view .o_view_nocontent" },
    ],
});

/** The list as it comes back from whoever called: a line of the mailing base, its result, and a line of nobody. */
async function giveBackPhoneList() {
    const contacts = await rpc("/web/dataset/call_kw/marketing.contact/search_read", {
        model: "marketing.contact",
        method: "search_read",
        args: [[["key", "=", "tour@base.example"]], ["id"]],
        kwargs: {},
    });
    const lines = ["No.,Result,Remark", `${contacts[0].id},Interested,Wants two pumps`, "999999999,Reached,Nobody"];
    const file = new File([lines.join("\n")], "calls.csv", { type: "text/csv" });
    await inputFiles(".modal .o_field_widget[name=file] input[type=file]", [file]);
}

registry.category("web_tour.tours").add("marketing_export_results", {
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            content: "open the app",
            trigger: ".o_app[data-menu-xmlid='marketing_export.marketing_export_menu_root']",
            run: "click",
        },
        {
            content: "bring results back",
            trigger: ".o_nav_entry[data-menu-xmlid='marketing_export.marketing_result_upload_menu']",
            run: "click",
        },
        {
            content: "the list that was filled in",
            trigger: ".modal .o_field_widget[name=kind] input[data-value=calls]:checked",
        },
        { trigger: ".modal .o_field_widget[name=file]", run: giveBackPhoneList },
        { content: "it is chosen", trigger: ".modal .o_field_widget[name=file] input:value(calls.csv)" },
        { trigger: ".modal footer button[name=action_upload]", run: "click" },
        { content: "one line was taken over", trigger: ".modal .o_field_widget[name=report]:contains('1')" },
        { content: "the other one is named", trigger: ".modal .o_field_widget[name=report] li:contains('999999999')" },
        { trigger: ".modal footer button[special=cancel], .modal footer button.o_form_button_cancel", run: "click" },
    ],
});
