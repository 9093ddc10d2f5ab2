import base64

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools import docx


class SaleContract(models.Model):
    _inherit = "sale.contract"

    template_id = fields.Many2one("sale.contract.template", ondelete="set null", index="btree_not_null")

    def action_make_text(self):
        """Fill the template with what the deal knows; what it does not know stays a gap to be filled by hand."""
        self.ensure_one()
        if self.state != "draft":
            raise UserError(self.env._("Contract %s is signed: its text stays as it is.", self.name))
        template = self.template_id or self.env["sale.contract.template"].search([], limit=1)
        if not template:
            raise UserError(self.env._("There is no template: ask the administrator to put one in."))
        try:
            raw = template._fill(self._prepare_text_values())
        except docx.BadTemplate as error:
            raise UserError(
                self.env._("“%(name)s” cannot be filled in: %(error)s", name=template.name, error=error)
            ) from error
        name = f"{self.env._('Contract')} {self.name}.docx".replace("/", "-")
        self.write({"template_id": template.id, "file": base64.b64encode(raw), "file_name": name})
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/sale.contract/{self.id}/file?download=true&filename={name}",
            "target": "self",
        }

    def _prepare_text_values(self):
        """{name: what templates may use}; addons with terms of their own add theirs."""
        self.ensure_one()
        # Our accounts and signatories are printed for whoever may make the contract.
        contract = self.sudo()
        forms = contract.env["sale.form"]
        kind = contract.env["sale.form.kind"]._get("request")
        order, signer = contract.order_id, contract.signed_by_customer_id
        data = forms._prepare_data(contract.env["sale.form.kind"]._get("act"), order, contract.date) if order else {}
        buyer = contract.partner_id.with_context(lang="ru_RU")._prepare_form_party()
        signers = contract.env["sale.form.signer"]._prepare_signers(kind, contract.company_id, contract.date)
        return {
            **data,
            "buyer": {**buyer, "signer": signer.name or "", "signer_position": signer.function or ""},
            "signers": signers,
            "contract": {
                "number": contract.name,
                "day": fields.Date.to_string(contract.date),
                "note": contract.note or "",
            },
            "terms": {
                "delivery": order.delivery_terms or "",
                "warranty": order.warranty_terms or "",
                "payment": order.payment_term_id.name or "",
            },
        }
