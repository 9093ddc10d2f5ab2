import { registry } from "@web/core/registry";
import { inputFiles } from "@web/../tests/utils";
import { stepUtils } from "@web_tour/tour_utils";

const GOODS = "Артикул;Наименование;Единица измерения;Масса нетто\nT-1;Насос;шт;5\nT-2;Болт;пуд;1\n";
const CORRECTED = "Артикул;Наименование;Единица измерения;Масса нетто\nT-2;Болт;шт;1\n";

const upload = (text, name) => [
    { trigger: ".o_list_button_add, .o_form_button_create", run: "click" },
    {
        content: "give the file",
        trigger: ".o_field_widget[name=file] .o_select_file_button",
        run() {
            return inputFiles(".o_field_widget[name=file] .o_input_file", [new File([text], name, { type: "text/csv" })]);
        },
    },
    { content: "the file is taken", trigger: ".o_field_widget[name=file] input.o_input[readonly], .o_field_widget[name=file] .o_input:value(goods)" },
    { trigger: ".o_form_button_save", run: "click" },
    { content: "its columns are recognised", trigger: ".o_field_widget[name=column_ids] .o_data_row:contains('Наименование')" },
];

// The bar of steps folds beside many buttons: what one can press tells where it stands.
const SIGNS = {
    checked: "button[name=action_run]",
    done: "button[name=action_sign]",
    signed: ".o_field_widget[name=signed_by]",
};
const wait = (state) => [{ content: `wait until it is ${state}`, trigger: SIGNS[state], timeout: 60000 }];

registry.category("web_tour.tours").add("onec_import_move", {
    steps: () => [
        stepUtils.showAppsMenuItem(),
        { trigger: ".o_app[data-menu-xmlid='onec_import.menu_root']", run: "click" },
        { trigger: ".o_list_view" },
        ...upload(GOODS, "goods.csv"),
        { content: "say what the last column means", trigger: ".o_field_widget[name=column_ids] .o_data_row:last .o_data_cell[name=field_id]", run: "click" },
        { trigger: ".o_selected_row .o_field_widget[name=field_id] input", run: "edit Вес" },
        { trigger: ".o-autocomplete--dropdown-item:contains('Вес')", run: "click" },
        { content: "check it", trigger: "button[name=action_check].btn-primary", run: "click" },
        ...wait("checked"),
        { content: "one would come, one not", trigger: ".o_group [name=refused]:contains(1)" },
        { trigger: "button[name=action_run]", run: "click" },
        ...wait("done"),
        { content: "refused rows can be fetched", trigger: "button[name=action_download_refused]" },
        { content: "feed them corrected", trigger: "button[name=action_feed_again]", run: "click" },
        {
            content: "give the corrected file",
            trigger: ".o_field_widget[name=file] .o_select_file_button",
            run() {
                return inputFiles(".o_field_widget[name=file] .o_input_file", [new File([CORRECTED], "goods2.csv", { type: "text/csv" })]);
            },
        },
        { trigger: ".o_form_button_save:visible", run: "click" },
        { trigger: ".o_field_widget[name=column_ids] .o_data_row:contains('Наименование')" },
        { trigger: "button[name=action_check].btn-primary", run: "click" },
        ...wait("checked"),
        { trigger: "button[name=action_run]", run: "click" },
        ...wait("done"),
        { content: "the sums", trigger: ".nav-link[name=totals]", run: "click" },
        { trigger: ".o_field_widget[name=total_ids] .o_data_row" },
        { content: "sign", trigger: "button[name=action_sign]", run: "click" },
        { trigger: ".modal-footer .btn-primary", run: "click" },
        ...wait("signed"),
        { content: "the protocol is there", trigger: "button[name=action_print]" },
    ],
});
