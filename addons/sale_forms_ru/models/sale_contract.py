import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import docx, docx_pdf


class SaleContract(models.Model):
    _inherit = "sale.contract"

    pdf_file = fields.Binary("Text as PDF", attachment=True, readonly=True, copy=False)
    pdf_file_name = fields.Char(readonly=True, copy=False)
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
        # The PDF of an older text would be taken for this one.
        values = {"template_id": template.id, "file": base64.b64encode(raw), "file_name": name}
        self.write({**values, "pdf_file": False, "pdf_file_name": False})
        return self._download("file", name)

    def action_make_pdf(self):
        """The text as it is now, whoever edited it, for customers who get no DOCX."""
        self.ensure_one()
        if not self.file:
            raise UserError(self.env._("Contract %s has no text yet: make it, or put it in.", self.name))
        try:
            raw = docx_pdf.to_pdf(base64.b64decode(self.with_context(bin_size=False).file))
        except docx_pdf.NotConverted as error:
            raise UserError(self._describe_not_converted(error.args[0])) from error
        name = f"{(self.file_name or self.name).rpartition('.')[0] or self.name}.pdf".replace("/", "-")
        self.write({"pdf_file": base64.b64encode(raw), "pdf_file_name": name})
        return self._download("pdf_file", name)

    @api.model
    def _describe_not_converted(self, code):
        return {
            "file": self.env._("The text of the contract is no DOCX that can be read: put in the right file."),
            "numbers": self.env._(
                "The word processor counts the numbers of the text: write them as words, or save it as PDF there."
            ),
            "pictures": self.env._("There are pictures in the text: save it as PDF in your word processor."),
            "notes": self.env._("There are notes under the text: save it as PDF in your word processor."),
        }[code]

    def _download(self, field, name):
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/sale.contract/{self.id}/{field}?download=true&filename={name}",
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
