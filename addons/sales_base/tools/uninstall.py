"""What addons of the suite leave in order when they go."""


def keep_activities(env, module):
    """Open and finished activities of the kinds that go with a module stay as plain tasks."""
    kinds = env["ir.model.data"].search([("module", "=", module), ("model", "=", "mail.activity.type")])
    activities = env["mail.activity"].with_context(active_test=False)
    todo = env.ref("mail.mail_activity_data_todo")
    activities.search([("activity_type_id", "in", kinds.mapped("res_id"))]).activity_type_id = todo
