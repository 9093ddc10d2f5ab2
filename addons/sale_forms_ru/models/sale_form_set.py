from odoo import api, fields, models
from odoo.tools.pdf import merge_pdf

from .sale_form import STANDING

COPIES = 2  # ours and the customer's


class SaleForm(models.Model):
    """The papers of a shipment together, with the list of them on top."""

    _inherit = "sale.form"

    @api.model
    def _print_set(self, picking):
        forms = self._make_set(picking)
        content = merge_pdf([form.attachment_id.raw for form in forms] + self._get_set_files(picking))
        cover = forms[:1]
        # The joined file is a convenience: what was printed is kept form by form.
        joined = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": f"{picking.name}.pdf".replace("/", "-"),
                    "raw": content,
                    "mimetype": "application/pdf",
                    "res_model": self._name,
                    "res_id": cover.id,
                }
            )
        )
        return {"type": "ir.actions.act_url", "url": f"/web/content/{joined.id}?download=true", "target": "self"}

    @api.model
    def _get_set_files(self, picking):
        """What else lies in the envelope; addons with papers of their own give theirs.

        :return: list of bytes of PDF files
        """
        return []

    @api.model
    def _make_set(self, picking):
        """The cover list and every paper of a shipment, made where they were not printed yet."""
        kinds = self.env["sale.form.kind"].search([("in_shipment", "=", True)])
        papers = self.browse()
        for kind in kinds:
            papers |= self._make(kind.code, picking)
        return self._make("cover", picking) + papers

    @api.model
    def _prepare_delivery_data(self, picking, data):
        values = super()._prepare_delivery_data(picking, data)
        if data["kind"] == "cover":
            values["papers"] = self._list_papers(picking)
        return values

    @api.model
    def _list_papers(self, picking):
        """What lies in the envelope; addons with papers of their own (certificates) extend the list.

        :return: list of dicts with the keys name, copies, pages
        """
        standing = picking.form_ids.filtered(lambda form: form.state in STANDING and form.kind_id.code != "cover")
        return [
            {
                "name": f"{form.kind_id.name} № {form.number} от {fields.Date.to_string(form.date)}",
                "copies": COPIES if form.kind_id.paper_kind_id else 1,
                "pages": form.pages,
            }
            for form in standing.sorted(lambda one: (one.kind_id.sequence, one.id))
        ]
