def leave(env):
    """On uninstall finished and open activities of our kinds stay as plain tasks."""
    activities = env["mail.activity"].with_context(active_test=False)
    ours = env["ir.model.data"].search([("module", "=", "sales_supervision"), ("model", "=", "mail.activity.type")])
    activities.search([("activity_type_id", "in", ours.mapped("res_id"))]).activity_type_id = env.ref(
        "mail.mail_activity_data_todo"
    )
