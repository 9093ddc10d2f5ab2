"""What is done about goods that expire: offered in time, blocked and brought aside when it is too late."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

_logger = logging.getLogger(__name__)

SLICE = 50


class StockLot(models.Model):
    _inherit = "stock.lot"

    expiry_offered_on = fields.Date("Offer Task Made On", readonly=True, copy=False)
    expired_on = fields.Date("Blocked as Expired On", readonly=True, copy=False)
    expiry_task_id = fields.Many2one("mail.activity", "Offer Task", readonly=True, copy=False, index="btree_not_null")

    # Who

    def _get_expiry_responsible(self):
        """{series: user who should offer it before it expires}; an addon that knows who buys these goods says better."""
        return {lot: (lot.company_id or self.env.company)._get_expiry_user() for lot in self}

    def _get_expiry_document(self, user):
        """Record that carries the task: one that this user may read."""
        self.ensure_one()
        return self

    # When

    @api.model
    def _get_expiry_domain(self):
        """Series that lie on stock and have a last day."""
        return (
            Domain("expiration_date", "!=", False)
            & Domain("product_id.use_expiration_date", "=", True)
            & Domain("quant_ids", "any", [("quantity", ">", 0), ("location_id.usage", "=", "internal")])
        )

    @api.model
    def _get_offer_domain(self):
        """Series to offer now, nobody was told of yet: core's own reminder counts as told."""
        now = fields.Datetime.now()
        last = now + timedelta(
            days=max(self.env["res.company"].sudo().search([("active", "=", True)]).mapped("expiry_offer_days"))
        )
        near = Domain("expiration_date", "<=", last) | Domain("alert_date", "<=", now)
        return (
            self._get_expiry_domain()
            & near
            & Domain("expiration_date", ">", now)
            & Domain("product_expiry_reminded", "=", False)
            & Domain("is_blocked", "=", False)
        )

    @api.model
    def _get_expired_domain(self):
        """What has expired, and what came back since it was brought aside."""
        quarantines = self.env["stock.warehouse"]._search_quarantines()
        outside = [
            ("quantity", ">", 0),
            ("location_id.usage", "=", "internal"),
            "!",
            ("location_id", "child_of", quarantines.ids),
        ]
        return (
            self._get_expiry_domain()
            & Domain("expiration_date", "<=", fields.Datetime.now())
            & (Domain("expired_on", "=", False) | Domain("quant_ids", "any", outside))
        )

    def write(self, vals):
        """A series with another expiry is offered and brought aside anew."""
        if "expiration_date" not in vals:
            return super().write(vals)
        before = {lot: lot.expiration_date for lot in self}
        result = super().write(vals)
        changed = self.filtered(lambda lot: lot.expiration_date != before[lot])
        # The task is somebody else's.
        changed.sudo().expiry_task_id.filtered("active").unlink()
        changed.write({"expired_on": False, "expiry_offered_on": False, "product_expiry_reminded": False})
        return result

    def _is_to_offer(self):
        self.ensure_one()
        company = self.company_id or self.env.company
        now = fields.Datetime.now()
        near = self.expiration_date <= now + timedelta(days=company.expiry_offer_days)
        return near or bool(self.alert_date and self.alert_date <= now)

    @api.model
    def _cron_expiry_work(self):
        """Daily: tasks to offer what expires, block and quarantine for what has expired. Each series once."""
        for method, domain in (
            ("_offer_before_expiry", self._get_offer_domain()),
            ("_quarantine_expired", self._get_expired_domain()),
        ):
            ids = self.search(domain, order="expiration_date, id").ids
            for start in range(0, len(ids), SLICE):
                self.browse(ids[start : start + SLICE])._work_each(method)
                if not self.env["ir.cron"]._commit_progress(min(SLICE, len(ids) - start)):
                    return

    def _work_each(self, method):
        """All at once; where that fails one by one, so that a bad record never stops the others."""
        try:
            with self.env.cr.savepoint():
                getattr(self, method)()
        except Exception:
            if len(self) == 1:
                _logger.exception("Expiry work of series %s failed", self.id)
                return
            for lot in self:
                lot._work_each(method)

    @api.model
    def _alert_date_exceeded(self):
        """Core's reminder goes to the product's responsible; ours comes first, so that nobody is told twice."""
        self.search(self._get_offer_domain())._work_each("_offer_before_expiry")
        return super()._alert_date_exceeded()

    # What

    def _offer_before_expiry(self):
        """One task per series: sell it while it is good."""
        due = self.filtered(lambda lot: lot._is_to_offer() and not lot.product_expiry_reminded)
        users = due._get_expiry_responsible()
        for lot in due:
            document = lot._get_expiry_document(users[lot])
            lot.expiry_task_id = document.activity_schedule(
                "stock_batches.mail_activity_type_offer",
                date_deadline=fields.Date.context_today(lot),
                user_id=users[lot].id,
                **lot._prepare_offer_task(),
            )
        due.write({"expiry_offered_on": fields.Date.context_today(self), "product_expiry_reminded": True})

    def _prepare_offer_task(self):
        return {
            "summary": self.env._(
                "Offer %(product)s, series %(series)s, until %(day)s",
                product=self.product_id.display_name,
                series=self.name,
                day=format_date(self.env, self._get_stock_day(self.expiration_date)),
            ),
            "note": self.env._(
                "On stock: %(quantity)s %(unit)s.", quantity=f"{self.product_qty:g}", unit=self.product_uom_id.name
            ),
        }

    def _quarantine_expired(self):
        """Block what has expired, once, and have it brought to the quarantine; so too what comes back later, unless
        the supervisor has released it."""
        past = self.filtered(lambda lot: lot._is_past(lot.expiration_date))
        fresh = past.filtered(lambda lot: not lot.expired_on)
        fresh.expiry_task_id.filtered("active").unlink()
        fresh._block(self.env._("Expired"))
        fresh.write({"expired_on": fields.Date.context_today(self)})
        past.filtered("is_blocked")._move_to_quarantine()

    def _move_to_quarantine(self):
        """A transfer per warehouse with all that lies in its stock; whoever brings the goods validates it."""
        quants = self.env["stock.quant"].search(
            [("lot_id", "in", self.ids), ("quantity", ">", 0), ("location_id.usage", "=", "internal")]
        )
        for warehouse, found in quants.grouped(lambda quant: quant.location_id.warehouse_id).items():
            if not warehouse:
                continue
            target = warehouse._get_quarantine_location()
            found = found.filtered(lambda quant, target=target: not quant.location_id._child_of(target))
            free = {quant: quant.quantity - quant.reserved_quantity for quant in found}
            lines = [quant._prepare_quarantine_line(target, free[quant]) for quant in found if free[quant] > 0]
            if lines:
                self._make_quarantine_transfer(warehouse, target, lines)

    def _call_off_quarantine(self):
        """What may be sold again is not carried aside: the lines that nobody has taken in hand are given up."""
        lines = self.env["stock.move.line"].search(
            [
                ("lot_id", "in", self.ids),
                ("picked", "=", False),
                ("state", "in", ("assigned", "partially_available")),
                ("location_dest_id", "child_of", self.env["stock.warehouse"]._search_quarantines().ids),
            ]
        )
        moves = lines.move_id
        lines.unlink()
        moves.filtered(lambda move: not move.move_line_ids)._action_cancel()

    def _make_quarantine_transfer(self, warehouse, target, lines):
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": warehouse.int_type_id.id,
                "location_id": warehouse.lot_stock_id.id,
                "location_dest_id": target.id,
                "origin": self.env._("Expired series"),
                "company_id": warehouse.company_id.id,
            }
        )
        rows = self.env["stock.move.line"].with_context(stock_batches_reserving=True)
        rows.create([{**line, "picking_id": picking.id} for line in lines])
        picking.action_confirm()
        return picking


class StockQuant(models.Model):
    _inherit = "stock.quant"

    def _prepare_quarantine_line(self, target, quantity):
        return {
            "product_id": self.product_id.id,
            "product_uom_id": self.product_uom_id.id,
            "quantity": quantity,
            "lot_id": self.lot_id.id,
            "package_id": self.package_id.id,
            "owner_id": self.owner_id.id,
            "location_id": self.location_id.id,
            "location_dest_id": target.id,
        }
