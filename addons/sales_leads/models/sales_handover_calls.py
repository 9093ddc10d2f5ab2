from odoo import api, models
from odoo.fields import Domain


class SalesHandover(models.Model):
    """What telephone and letters left a manager to do goes with the rest: whoever gets the task has to see its record."""

    _inherit = "sales.handover"

    @api.model
    def _get_handover_items(self):
        form = {
            "label": self.env._("Calls to fill in"),
            "model": "crm.phone.call.form",
            "domain": Domain("state", "=", "open"),
            "user_field": "user_id",
            "name_field": "call_id",
        }
        call = {
            "label": self.env._("Calls to make or to follow up"),
            "model": "crm.phone.call",
            "domain": Domain("activity_ids", "!=", False),
            "user_field": "task_user_id",
            "name_field": "display_name",
            # Calls are what the exchange says; only whose task one is changes here.
            "as_superuser": True,
        }
        question = {
            "label": self.env._("Questions without an answer"),
            "model": "crm.open.question",
            "domain": Domain("closed_at", "=", False),
            "user_field": "user_id",
            "name_field": "name",
        }
        return super()._get_handover_items() | {"call_form": form, "call": call, "question": question}
