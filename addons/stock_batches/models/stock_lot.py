from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date
from odoo.tools.sql import column_exists, create_column

from ..tools import gs1, symbol
from .stock_lot_unlabelled import UNLABELLED_DATE


class StockLot(models.Model):
    _inherit = "stock.lot"

    production_date = fields.Date(tracking=True, copy=False, help="Day of production, as printed on the goods.")
    received_on = fields.Date("First Receipt", readonly=True, copy=False)
    series_date = fields.Date(
        compute="_compute_series_date",
        inverse="_inverse_series_date",
        store=True,
        index=True,
        tracking=True,
        help="Age of the series: the day of production, else the expiry less the shelf life, else the first receipt.",
    )
    series_date_origin = fields.Selection(
        [
            ("production", "Production date"),
            ("expiry", "Expiry less shelf life"),
            ("receipt", "First receipt"),
            ("unlabelled", "Unknown: from before series were kept"),
        ],
        string="Date Known From",
        compute="_compute_series_date",
        store=True,
    )
    series_date_reason = fields.Char("Reason for the Date", tracking=True, copy=False)
    series_date_user_id = fields.Many2one(
        "res.users", "Date Set By", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    expiration_date = fields.Datetime(tracking=True)
    freshness = fields.Selection(
        [("fresh", "Fresh"), ("soon", "Expires soon"), ("expired", "Expired")], compute="_compute_freshness"
    )
    scan_code = fields.Char("Scan", compute="_compute_scan_code", search="_search_scan_code")

    def _auto_init(self):
        """Make the columns here: the hook fills them in SQL, where the ORM would load every series."""
        columns = {"received_on": "date", "series_date": "date", "series_date_origin": "varchar", "is_blocked": "bool"}
        for name, kind in columns.items():
            if not column_exists(self.env.cr, "stock_lot", name):
                create_column(self.env.cr, "stock_lot", name, kind)
        return super()._auto_init()

    # The product's shelf life is left out on purpose: correcting it must not make the stock younger or older.
    @api.depends("production_date", "expiration_date", "received_on", "is_unlabelled")
    def _compute_series_date(self):
        for lot in self:
            lot.series_date, lot.series_date_origin = lot._get_series_age()

    def _inverse_series_date(self):
        for lot in self:
            lot.production_date = lot.series_date

    @api.depends("expiration_date", "alert_date", "removal_date", "use_expiration_date")
    def _compute_freshness(self):
        now = fields.Datetime.now()
        for lot in self:
            last_days = [day for day in (lot.expiration_date, lot.removal_date) if day]
            if not lot.use_expiration_date or not last_days:
                lot.freshness = False
            elif lot._is_past(min(last_days)):
                lot.freshness = "expired"
            else:
                lot.freshness = "soon" if lot.alert_date and lot.alert_date <= now else "fresh"

    def _compute_scan_code(self):
        self.scan_code = False

    @api.model
    def _search_scan_code(self, operator, value):
        """Find series by what a scanner reads: a GS1 code, or the bare number of the series."""
        if operator not in ("ilike", "like", "=ilike", "=like", "in") or not value:
            return NotImplemented
        texts = [value] if isinstance(value, str) else value
        return Domain.OR(self._get_scan_domain(text, exact=operator == "in") for text in texts)

    @api.model
    def _get_scan_domain(self, text, exact=False):
        """Domain of the series that a scanned text means; a number alone may mean series of several products."""
        text = (text or "").strip()
        found = self._read_gs1(text)
        meant = Domain("name", "=" if exact else "ilike", text)
        name = found.get("lot") or found.get("serial")
        if gtin := found.get("gtin"):
            by_product = Domain("product_id.barcode", "in", gs1.gtin_forms(gtin))
            meant |= by_product & Domain("name", "=", name) if name else by_product
        elif name:
            meant |= Domain("name", "=", name)
        return meant | self._get_doubtful_domain(found) | self._get_layout_domain(text, exact)

    @api.model
    def _read_gs1(self, text):
        """Read a scanned text; parts that are wrong or unknown never cost the good ones.

        :return: dict with the keys that were found of ``gtin`` (14 digits), ``lot``, ``serial``, ``sscc``, ``gln``,
            ``production``, ``packaging``, ``best_before``, ``expiry`` (dates), ``quantity`` (float), ``other``
            ({AI: text}) and ``errors`` (list of (rest of the code, reason)); empty when the text is no GS1 code.
        """
        return gs1.read(text)

    @api.model_create_multi
    def create(self, vals_list):
        lots = super().create(vals_list)
        lots.filtered("series_date")._sign_age()
        return lots

    def write(self, vals):
        if not self._get_age_sources() & vals.keys():
            return super().write(vals)
        self._check_age_change(vals)
        before = {lot: lot.series_date for lot in self}
        result = super().write(vals)
        self.filtered(lambda lot: lot.series_date != before[lot])._sign_age()
        return result

    def _sign_age(self):
        """Whoever typed, received or produced the series answers for its date."""
        self.filtered(lambda lot: lot.series_date_user_id != self.env.user).sudo().series_date_user_id = self.env.user

    def _check_age_change(self, vals):
        """Once in stock, a series changes its age by a supervisor's hand only, and says why."""
        changed = self.env.su or self.filtered(lambda lot: lot._is_age_changed(vals))
        if changed is True or not changed:
            return
        if not self.env.user.has_group("stock_batches.group_supervisor"):
            raise AccessError(
                self.env._("Only a warehouse supervisor changes the date of series %s.", changed[0].display_name)
            )
        if not (vals.get("series_date_reason") or "").strip():
            raise UserError(self.env._("Say why the date of series %s changes.", changed[0].display_name))

    def _is_age_changed(self, vals):
        self.ensure_one()
        if not self.received_on:
            return False
        new = {name: fields.Date.to_date(vals[name]) or False for name in self._get_age_fields() if name in vals}
        if not new:
            return self._is_expiry_changed(vals)
        if "received_on" in new and new["received_on"] != self.received_on:
            return True
        typed = new.get("series_date", new.get("production_date", self.series_date))
        return typed != self.series_date and bool(typed or self.production_date)

    def _is_expiry_changed(self, vals):
        """An age that is counted back from the expiry moves with it."""
        if self.series_date_origin != "expiry":
            return False
        if "expiration_day" in vals:
            return (fields.Date.to_date(vals["expiration_day"]) or False) != self.expiration_day
        if "expiration_date" in vals:
            moment = fields.Datetime.to_datetime(vals["expiration_date"])
            return not moment or self._get_stock_day(moment) != self.expiration_day
        return False

    @api.model
    def _get_age_sources(self):
        """Fields that the age follows."""
        return {*self._get_age_fields(), "expiration_date", "expiration_day"}

    @api.model
    def _get_age_fields(self):
        return ["series_date", "production_date", "received_on"]

    def _get_series_age(self):
        """Date of the series and where it is known from."""
        self.ensure_one()
        if self.is_unlabelled:
            return UNLABELLED_DATE, "unlabelled"
        if self.production_date:
            return self.production_date, "production"
        shelf_life = self.product_id.expiration_time
        if self.use_expiration_date and self.expiration_date and shelf_life > 0:
            return self._get_stock_day(self.expiration_date) - timedelta(days=shelf_life), "expiry"
        return self.received_on, "receipt" if self.received_on else False

    def _get_stock_day(self, moment=None):
        return (self.company_id or self.env.company)._get_stock_day(moment)

    def _set_first_receipt(self, moment=None):
        """Date the series that come into stock for the first time; later receipts and returns change nothing."""
        for lots in self.filtered(lambda lot: not lot.received_on).grouped("company_id").values():
            # A worker's receipt, a customer's return or a production order: whoever moves goods may date them.
            lots.sudo().received_on = lots[0]._get_stock_day(moment)

    def action_change_series_date(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change the Series Date"),
            "res_model": "stock.series.date.change",
            "view_mode": "form",
            "target": "new",
            "context": {"default_lot_ids": self.ids},
        }

    # --- Label ---------------------------------------------------------------------------------------------------

    def _get_label(self):
        """All that the label shows: ``lines`` [(name, text)] and ``image`` (data URI), ``symbology``, ``content``.

        :raise UserError: no barcode can hold the number of the series
        """
        self.ensure_one()
        content = self._get_gs1_content()
        code = symbol.draw_gs1(content) if content else symbol.draw_code128(self._check_label_text(self.name))
        return {"lines": self._get_label_lines(), "content": content or self.name, **code}

    def _get_gs1_content(self):
        """Bracketed GS1 text of the series, empty when product or number do not fit GS1."""
        self.ensure_one()
        gtin = gs1.to_gtin(self.product_id.barcode)
        if not gtin or not gs1.is_element_text(self.name):
            return ""
        parts = [("01", gtin)]
        if self.production_date:
            parts.append(("11", self.production_date.strftime("%y%m%d")))
        if self.use_expiration_date and self.expiration_date:
            parts.append(("17", self._get_stock_day(self.expiration_date).strftime("%y%m%d")))
        # Of variable length, hence last: scanners that lose the separator still read it right.
        parts.append(("21" if self.product_id.tracking == "serial" else "10", self.name))
        return "".join(f"({ai}){text}" for ai, text in parts)

    def _get_label_lines(self):
        lines = [(self.env._("Series No."), self.name)]
        if self.production_date:
            lines.append((self.env._("Made"), format_date(self.env, self.production_date)))
        if self.use_expiration_date and self.expiration_date:
            lines.append((self.env._("Use by"), format_date(self.env, self._get_stock_day(self.expiration_date))))
        if len(lines) == 1 and self.series_date:
            lines.append((self.env._("Received"), format_date(self.env, self.series_date)))
        return lines
