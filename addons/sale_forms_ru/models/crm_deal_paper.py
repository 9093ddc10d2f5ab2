import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from .sale_form import STANDING


class CrmDealPaper(models.Model):
    _inherit = "crm.deal.paper"

    form_ids = fields.Many2many("sale.form", compute="_compute_form_ids", string="Printed forms")
    waited_days = fields.Integer("Waited for, days", compute="_compute_form_ids")

    @api.depends("deal_id", "kind_id", "received_on")
    def _compute_form_ids(self):
        # Which papers a deal has is no secret to whoever waits for them; what they say is.
        forms = (
            self.env["sale.form"]
            .sudo()
            .search_fetch(
                [
                    ("deal_id", "in", self.deal_id.ids),
                    ("kind_id.paper_kind_id", "in", self.kind_id.ids),
                    ("state", "in", STANDING),
                ],
                ["deal_id", "kind_id", "date"],
            )
        )
        known = forms.grouped(lambda form: (form.deal_id, form.kind_id.paper_kind_id))
        today = fields.Date.context_today(self)
        for paper in self:
            own = known.get((paper.deal_id, paper.kind_id), forms.browse())
            paper.form_ids = own.with_env(self.env)._filtered_access("read")
            first = min(own.mapped("date"), default=False)
            paper.waited_days = (today - first).days if first and not paper.received_on else 0

    @api.model
    def _file_signed_scan(self, barcode, file, name="scan.pdf"):
        """Put a signed copy where it belongs: to the form with this barcode, and to the closing paper of its deal.

        The closing paper counts as received when every form of its kind in the deal came back. Filing the same copy
        twice is filing it once.

        :param barcode: as it stands on the paper
        :param file: bytes of the scan or photo
        :param name: of the file
        :return: the closing paper; empty for a form that is no closing paper
        :raises UserError: when no standing paper has the barcode
        """
        form = self.env["sale.form"].search([("barcode", "=", barcode)], limit=1)
        if not form:
            raise UserError(self.env._("No paper has the barcode %s.", barcode))
        if form.state == "replaced":
            raise UserError(
                self.env._("%s was printed anew since: the signed copy is of an older one.", form.display_name)
            )
        content = base64.b64encode(file)
        # Who reads the paper may say that it came back; what was printed nobody changes.
        form.sudo().write(
            {
                "signed_file": content,
                "signed_file_name": name,
                "signed_on": form.signed_on or fields.Date.context_today(self),
                "state": "signed",
            }
        )
        return self._receive_for(form, content, name)

    @api.model
    def _receive_for(self, form, content, name):
        kind = form.kind_id.paper_kind_id
        if not kind or not form.deal_id:
            return self.browse()
        domain = [("deal_id", "=", form.deal_id.id), ("kind_id", "=", kind.id)]
        paper = self.search(domain, limit=1) or self.create({"deal_id": form.deal_id.id, "kind_id": kind.id})
        others = form.deal_id.sudo().form_ids.filtered(lambda one: one.kind_id.paper_kind_id == kind)
        if not others.filtered(lambda one: one.state == "printed"):
            paper.write({"file": content, "file_name": name})
            form.deal_id.sudo().activity_feedback(["sale_forms_ru.mail_activity_type_papers"])
        return paper
