/** Show the form of a record that a row names by res_model and res_id. */
export function openRecord(action, row) {
    return action.doAction({
        type: "ir.actions.act_window",
        res_model: row.res_model,
        res_id: row.res_id,
        views: [[false, "form"]],
    });
}
