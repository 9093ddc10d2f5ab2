from odoo import fields, models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    form_ids = fields.One2many("sale.form", "deal_id", "Printed forms")

    def action_print_form(self):
        """Choose which paper of this deal is printed."""
        self.ensure_one()
        self._check_goods()
        return self.env["sale.form.print"]._open(self.quotation_id)

    def _get_deal_documents(self):
        # What the reader may open is sorted out later: he sees that the rest exists.
        forms = self.sudo().form_ids.filtered(lambda form: form.state in ("printed", "signed"))
        return super()._get_deal_documents() + [form._prepare_deal_document() for form in forms.sorted("id")]
