import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import clean_context

from ..tools import sheet

SOURCES = {"sale.payment.request": "request_id", "sale.order": "order_id", "stock.picking": "picking_id"}
STANDING = ("printed", "signed")
# What differs between two prints of the same paper without its being another one.
PASSING = ("number", "day", "barcode")


class SaleForm(models.Model):
    """A paper as it was printed: its file, and what it says as data, whatever becomes of its source."""

    _name = "sale.form"
    _description = "Printed Form"
    _order = "date desc, id desc"
    _rec_name = "number"

    kind_id = fields.Many2one("sale.form.kind", "Form", required=True, readonly=True, index=True, ondelete="restrict")
    version_id = fields.Many2one("sale.form.version", readonly=True, ondelete="restrict", index=True)
    number = fields.Char(readonly=True, help="A draft has none.")
    date = fields.Date(required=True, readonly=True)
    barcode = fields.Char(readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft with gaps"),
            ("printed", "Printed"),
            ("signed", "Came back signed"),
            ("replaced", "Replaced"),
        ],
        required=True,
        readonly=True,
        default="printed",
        index=True,
    )
    data = fields.Json(readonly=True, help="All that the paper says.")
    digest = fields.Char(readonly=True)
    attachment_id = fields.Many2one("ir.attachment", "File", readonly=True, ondelete="restrict", index=True)
    pages = fields.Integer(readonly=True)
    request_id = fields.Many2one(
        "sale.payment.request", "Request to pay", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    order_id = fields.Many2one("sale.order", "Customer order", readonly=True, index=True, ondelete="restrict")
    picking_id = fields.Many2one(
        "stock.picking", "Delivery", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    corrected_id = fields.Many2one("sale.form", "Corrects", readonly=True, index="btree_not_null", ondelete="restrict")
    correction_ids = fields.One2many("sale.form", "corrected_id", "Corrections")
    deal_id = fields.Many2one(
        related="order_id.opportunity_id", string="Deal", store=True, index="btree_not_null", compute_sudo=True
    )
    team_id = fields.Many2one(
        related="order_id.team_id", string="Department", store=True, index=True, compute_sudo=True
    )
    user_id = fields.Many2one(related="order_id.user_id", string="Manager", store=True, index=True, compute_sudo=True)
    company_id = fields.Many2one(related="order_id.company_id", string="Our company", store=True, index=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, index=True, ondelete="restrict")
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount_untaxed = fields.Monetary("Without VAT", readonly=True)
    amount_tax = fields.Monetary("VAT", readonly=True)
    amount_total = fields.Monetary("Total", readonly=True)
    made_by_id = fields.Many2one("res.users", "Printed by", readonly=True, index="btree_not_null")
    export_id = fields.Many2one(
        "sale.form.export", "Went to 1C with", readonly=True, index="btree_not_null", ondelete="set null", copy=False
    )
    signed_on = fields.Date("Came back on", readonly=True)
    signed_file = fields.Binary("Signed copy", attachment=True, readonly=True)
    signed_file_name = fields.Char(readonly=True)
    has_prices = fields.Boolean(related="kind_id.has_prices", store=True)

    _barcode_uniq = models.UniqueIndex("(barcode) WHERE barcode IS NOT NULL", "Another paper has this barcode.")
    _sole_uniq = models.UniqueIndex(
        "(kind_id, order_id, COALESCE(picking_id, 0), COALESCE(request_id, 0))"
        " WHERE state IN ('printed', 'signed') AND corrected_id IS NULL",
        "Somebody printed this paper just now: open it once more.",
    )
    _source_idx = models.Index("(kind_id, order_id, picking_id)")

    @api.depends("kind_id", "number", "state")
    def _compute_display_name(self):
        for form in self:
            number = form.number or self.env._("draft")
            form.display_name = f"{form.kind_id.name} {number}"

    @api.model
    def _print(self, code, source, draft=False):
        """The action that opens the paper of this kind; it is made, or made anew where its source changed.

        :param code: of `sale.form.kind`
        :param source: record that the kind is printed from
        :param draft: print with gaps where requisites are missing, without a number
        """
        return self._make(code, source, draft)._open_file()

    @api.model
    def _make(self, code, source, draft=False):
        """The paper of this kind of the source as it is now; the one that was printed, where nothing changed since.

        :raises UserError: with the list of what must be filled first, or when a correction is due
        """
        source.ensure_one()
        source.check_access("read")
        # Papers name our bank accounts and the customer's card, which not everybody who ships may open.
        kind = self.env["sale.form.kind"].sudo()._get(code)
        maker = self.sudo().with_context(clean_context(self.env.context))
        form = maker._get_or_make(kind, source.sudo(), draft).with_env(self.env)
        form.check_access("read")
        return form

    def _get_or_make(self, kind, source, draft):
        version, data, missing = self._examine(kind, source)
        if missing and not draft:
            raise UserError(
                self.env._(
                    "“%(form)s” cannot be printed yet. Fill in:\n%(missing)s",
                    form=kind.name,
                    missing="\n".join(f"— {words}" for words in missing),
                )
            )
        last = self._get_standing(kind, source)
        digest = self._get_digest(data)
        if last.digest == digest and not draft:
            return last
        if last and kind.is_frozen and not draft:
            if last._is_corrected_to(data):
                return last
            raise UserError(
                self.env._(
                    "%(paper)s was printed and its delivery changed since: print the correction document.",
                    paper=last.display_name,
                )
            )
        if not draft and last:
            last.state = "replaced"
            # Only one may stand: the index must see this before the next one comes.
            last.flush_recordset(["state"])
        form = self.create(self._prepare_values(version, source, data, digest, draft, last))
        form._print_file()
        return form

    def _is_corrected_to(self, data):
        """True when corrections say already what would be printed now."""
        last = self._get_last_correction()
        return bool(last) and last.data["after"] == data["lines"]

    @api.model
    def _get_standing(self, kind, source):
        domain = [("kind_id", "=", kind.id), (SOURCES[source._name], "=", source.id), ("state", "in", STANDING)]
        if source._name == "sale.order":
            domain.append(("picking_id", "=", False))
        return self.search(domain, order="id desc", limit=1)

    @api.model
    def _get_digest(self, data):
        kept = {key: value for key, value in data.items() if key not in PASSING}
        return hashlib.sha256(json.dumps(kept, sort_keys=True, default=str).encode()).hexdigest()

    def _prepare_values(self, version, source, data, digest, draft, last):
        kind, day = version.kind_id, fields.Date.to_date(data["day"])
        barcode = False if draft else self.env["ir.sequence"].next_by_code("sale.form.barcode")
        number = False if draft else last.number or self._get_next_number(kind, source, day)
        order = self._get_order(source)
        return {
            SOURCES[source._name]: source.id,
            "kind_id": kind.id,
            "version_id": version.id,
            "number": number,
            "date": day,
            "barcode": barcode,
            "state": "draft" if draft else "printed",
            "data": {**data, "number": number or "", "barcode": barcode or ""},
            "digest": digest,
            "order_id": order.id,
            "partner_id": order.partner_id.commercial_partner_id.id,
            "currency_id": order.currency_id.id,
            "amount_untaxed": data["totals"]["subtotal"],
            "amount_tax": data["totals"]["tax"],
            "amount_total": data["totals"]["total"],
            "made_by_id": self.env.uid,
        }

    @api.model
    def _get_next_number(self, kind, source, day):
        if not kind.number_sequence_id:
            return source.name
        return kind.number_sequence_id.next_by_id(sequence_date=day)

    def _print_file(self):
        """Render and keep the file."""
        self.ensure_one()
        content, self.pages = sheet.render(self._render_sheet())
        name = f"{self.display_name}.pdf".replace("/", "-")
        self.attachment_id = self.env["ir.attachment"].create(
            {"name": name, "raw": content, "mimetype": "application/pdf", "res_model": self._name, "res_id": self.id}
        )

    def _render_sheet(self):
        """The description in XML that `tools.sheet` prints."""
        values = {**self._get_print_values(), "data": self.data, "form": self}
        return str(self.env["ir.qweb"]._render(self.version_id.view_id.id, values))

    def _open_file(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "self",
        }

    def action_open_file(self):
        return self._open_file()

    def action_view_source(self):
        self.ensure_one()
        source = self.picking_id or self.request_id or self.order_id
        return {
            "type": "ir.actions.act_window",
            "res_model": source._name,
            "res_id": source.id,
            "views": [(False, "form")],
        }

    def _prepare_deal_document(self):
        self.ensure_one()
        return self.env["crm.lead"]._describe_document(
            self,
            self.kind_id.name,
            self.number,
            self.date,
            self.made_by_id,
            self.amount_total if self.has_prices else False,
            self.picking_id or self.request_id or self.order_id,
        )

    @api.autovacuum
    def _gc_drafts(self):
        """Drafts are for one look."""
        old = fields.Datetime.subtract(fields.Datetime.now(), days=7)
        # Their files go with them.
        self.search([("state", "=", "draft"), ("create_date", "<", old)], limit=1000).unlink()
