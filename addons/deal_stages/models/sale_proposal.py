import base64
import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import clean_context

from ..tools.numbers import plain

# What was printed and with what.
KEPT = {"order_id", "version", "date", "user_id", "attachment_id", "digest", "amount_total", "offered_prices"}


class SaleProposal(models.Model):
    _name = "sale.proposal"
    _description = "Commercial Proposal"
    _order = "order_id desc, version desc"

    name = fields.Char("Proposal number", compute="_compute_name", store=True)
    order_id = fields.Many2one("sale.order", "Quotation", required=True, readonly=True, index=True, ondelete="cascade")
    version = fields.Integer(required=True, readonly=True)
    date = fields.Date(required=True, readonly=True)
    state = fields.Selection(
        [("printed", "Printed"), ("sent", "Sent")], default="printed", required=True, readonly=True
    )
    user_id = fields.Many2one("res.users", "Made by", required=True, readonly=True)
    attachment_id = fields.Many2one("ir.attachment", "File", readonly=True, ondelete="restrict", index=True)
    digest = fields.Char(readonly=True, help="Tells whether what is printed has changed since.")
    partner_id = fields.Many2one(related="order_id.partner_id", string="Customer")
    deal_id = fields.Many2one(related="order_id.opportunity_id", string="Deal", store=True, index=True)
    team_id = fields.Many2one(related="order_id.team_id", string="Department", store=True, index=True)
    company_id = fields.Many2one(related="order_id.company_id", string="Our company", store=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id", string="Currency")
    amount_total = fields.Monetary("Total", readonly=True)

    _version_uniq = models.UniqueIndex("(order_id, version)", "This version of the proposal exists already.")

    @api.depends("order_id.name", "version")
    def _compute_name(self):
        for proposal in self:
            proposal.name = f"{proposal.order_id.name}-{proposal.version}"

    @api.model
    def _make(self, order):
        """The proposal of this quotation as it is now; the last version where nothing changed since."""
        digest = order._get_proposal_digest()
        last = order.proposal_ids.sorted("version")[-1:]
        if last.digest == digest and last.attachment_id:
            return last
        # A default of the deal's screen, its type for one, means nothing to an attachment.
        bare = self.with_env(self.env(context=clean_context(self.env.context)))
        proposal = bare.create(
            {
                "order_id": order.id,
                "version": last.version + 1,
                "date": fields.Date.context_today(self),
                "user_id": self.env.uid,
                "amount_total": order.amount_total,
                "digest": digest,
                "offered_prices": {product.id: product.lst_price for product in order.order_line.product_id},
            }
        )
        proposal._keep_file()
        return proposal

    def write(self, vals):
        if KEPT & vals.keys() and any(proposal.attachment_id for proposal in self):
            raise UserError(self.env._("A proposal is kept as it was offered: print a new version instead."))
        return super().write(vals)

    def _keep_file(self):
        content, kind = self.env["ir.actions.report"]._render_qweb_pdf(
            "deal_stages.sale_proposal_report", res_ids=self.ids
        )
        self.attachment_id = self.env["ir.attachment"].create(
            {
                "name": f"{self.env._('Commercial proposal')} {self.name}.{kind}".replace("/", "-"),
                "res_model": self._name,
                "res_id": self.id,
                "datas": base64.b64encode(content),
            }
        )

    def _prepare_print_values(self):
        """What the printed form cannot read from the records by itself."""
        self.ensure_one()
        lines = self.order_id.order_line
        deal = self.deal_id
        goods = lines.filtered(lambda line: not line.display_type)
        return {
            "blocks": lines._get_printed_blocks(),
            "numbers": {line.id: number for number, line in enumerate(goods, 1)},
            "pictures": self._prepare_pictures(lines.product_id),
            "has_discount": any(line.discount for line in lines),
            "parameters": [
                (deal._fields[name]._description_string(self.env), deal[name].name)
                for name in ("scope_id", "equipment_type_id", "material_id")
                if deal[name]
            ],
            "requirements": deal.requirement_ids.filtered("is_known"),
            "quantities": {line.id: plain(self.env, line.product_uom_qty) for line in lines},
            "technical": {line.id: line.product_id.product_tmpl_id._get_technical_summary() for line in lines},
            "our_address": self.company_id._get_printed_address(),
            "total_in_words": self.order_id._get_total_in_words(self.env.lang or "en_US"),
        }

    @api.model
    def _prepare_pictures(self, products):
        """Pictures as addresses that hold them, by product."""
        qweb = self.env["ir.qweb"].with_context(webp_as_jpg=True)
        known = {
            product.id: qweb._get_converted_image_data_uri(product.image_256)
            for product in products
            if product.image_256
        }
        # A WebP whose JPEG the web client did not keep beside it: no build of wkhtmltopdf shows it.
        return {key: picture for key, picture in known.items() if not picture.startswith("data:image/webp")}

    def _prepare_deal_document(self):
        self.ensure_one()
        kind = self.env._("Commercial proposal")
        return self.env["crm.lead"]._describe_document(
            self, kind, self.name, self.date, self.user_id, parent=self.order_id
        )

    def action_open_file(self):
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/web/content/{self.attachment_id.id}", "target": "new"}

    def action_print(self):
        """Show the file, and say what it lacks."""
        return self.company_id._prepare_print_remark(self._get_remarks(), self.action_open_file())

    def action_send(self):
        """Open a letter to the contact person with this very file."""
        self.ensure_one()
        order = self.order_id
        template = self.env.ref("deal_stages.mail_template_proposal", raise_if_not_found=False)
        receiver = order.opportunity_id.contact_id or order.partner_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send the proposal"),
            "res_model": "mail.compose.message",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": "sale.order",
                "default_res_ids": order.ids,
                "default_composition_mode": "comment",
                "default_template_id": template.id if template else False,
                "default_partner_ids": receiver.ids,
                "default_attachment_ids": self.attachment_id.ids,
                "default_email_layout_xmlid": "mail.mail_notification_layout",
                "mark_so_as_sent": True,
                "force_email": True,
            },
        }

    @api.model
    def _digest(self, content):
        return hashlib.sha256(json.dumps(content, default=str, sort_keys=True).encode()).hexdigest()
