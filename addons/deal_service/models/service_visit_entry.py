import logging
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import mute_logger

from .service_visit import OPEN

_logger = logging.getLogger(__name__)

LINE_FIELDS = {"is_checked", "value", "is_measured", "words"}
REPORT_FIELDS = {"hours", "result"}
DONE_DAYS = 3
# So long a telephone may have been without a network; a clock that is further behind is wrong.
WAIT_DAYS = 14
KEY_INDEX = "service_visit_entry_key_uniq"
# What a page of another version sends, or somebody else in its name.
UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)


class ServiceVisitEntry(models.Model):
    """Something that an engineer entered on his telephone, by the key that the telephone gave it.

    A telephone that had no network sends again until it is answered; the second time answers success and does nothing.
    """

    _name = "service.visit.entry"
    _description = "Entry from a Telephone"
    _order = "id"
    _rec_name = "key"

    key = fields.Char(required=True, readonly=True)
    visit_id = fields.Many2one("service.visit", required=True, readonly=True, index=True, ondelete="cascade")
    kind = fields.Char(required=True, readonly=True)

    _key_uniq = models.UniqueIndex("(key)", "This was sent already.")


class ServiceVisit(models.Model):
    """The part of a visit that is worked in on a telephone, with or without a network."""

    _inherit = "service.visit"

    @api.model
    def get_field_page(self):
        """What the engineer's page shows: his open visits and the last ones that he finished."""
        recent = Domain("state", "=", "done") & Domain("ended_at", ">=", f"today -{DONE_DAYS}d")
        mine = Domain("engineer_id", "=", self.env.uid) & (Domain("state", "in", OPEN) | recent)
        visits = self.search(mine, order="planned_start, id", limit=100)
        in_order = visits.sorted(lambda visit: visit.state == "done")  # what is to be done stands first
        return {"visits": [visit._prepare_field_page() for visit in in_order]}

    def _prepare_field_page(self):
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.env["crm.lead"]._get_selection_label(self, "kind"),
            "state": self.state,
            "customer": self.partner_id.display_name,
            "address": self._get_place_line(),
            "contact": self.contact_id.name or "",
            "phone": self.contact_id.phone or self.address_id.phone or "",
            "planned": fields.Datetime.to_string(self.planned_start) if self.planned_start else False,
            "task": self.task or "",
            "result": self.result or "",
            "hours": self.hours,
            "signed_by": self.signed_by or "",
            "is_signed": bool(self.signature),
            "lines": [line._prepare_field_page() for line in self.line_ids],
            "remarks": self.remark_ids.mapped("text"),
            # Names of parts are no secret from whoever used them.
            "parts": [{"name": part.sudo().product_id.name, "quantity": part.quantity} for part in self.part_ids],
            "photos": len(self.photo_ids),
        }

    @api.model
    def sync_entries(self, entries):
        """Take over what was entered on a telephone, in its order.

        :param entries: list of dicts with the keys key, visit_id, kind, values and at, the moment by the telephone
        :return: {key: False, or the sentence for which it was refused}
        """
        return {entry["key"]: self._take_entry(entry) for entry in entries}

    @api.model
    def _take_entry(self, entry):
        known = self.env["service.visit.entry"].sudo()  # keys only; what they stand for is done with the user's rights
        if known.search_count([("key", "=", entry["key"])]):
            return False
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                self.browse(entry["visit_id"])._apply_entry(entry)
                known.create({"key": entry["key"], "visit_id": entry["visit_id"], "kind": entry["kind"]})
        except (IntegrityError, UserError, *UNREADABLE) as error:
            self.env.invalidate_all()
            return self._explain_refusal(error)
        return False

    @api.model
    def _explain_refusal(self, error):
        """The sentence that the engineer reads, or False where the entry was taken over by a request beside this one."""
        if isinstance(error, UserError):
            return str(error.args[0])
        if not isinstance(error, IntegrityError):
            _logger.info("An entry of a telephone was not understood", exc_info=error)
            return self.env._("The page is older than the server: load it again.")
        if error.diag.constraint_name == KEY_INDEX:
            return False
        owners = (name for name, model in self.env.registry.items() if model._table == error.diag.table_name)
        return self.env[next(owners, "base")]._sql_error_to_message(error)

    @api.model
    def _read_moment(self, entry):
        """When it was entered, by the telephone's clock as far as that may be believed."""
        now = fields.Datetime.now()
        moment = fields.Datetime.to_datetime(entry.get("at") or now)
        return min(max(moment, now - timedelta(days=WAIT_DAYS)), now)

    def _apply_entry(self, entry):
        self.ensure_one()
        self.check_access("write")
        self._check_open()
        apply = {
            "start": self._apply_start,
            "line": self._apply_line,
            "report": self._apply_report,
            "remark": self._apply_remark,
            "part": self._apply_part,
            "photo": self._apply_photo,
            "sign": self._apply_sign,
            "done": self._apply_done,
        }[entry["kind"]]
        apply(entry["values"], self._read_moment(entry))
        self.env.flush_all()  # what the database refuses belongs to this entry

    def _apply_start(self, values, moment):
        self._start(moment)

    def _apply_line(self, values, moment):
        line = self.line_ids.filtered(lambda line: line.id == values["line_id"])
        if not line:
            raise UserError(self.env._("This line is not on the checklist any more: load the page again."))
        line.write({name: value for name, value in values.items() if name in LINE_FIELDS})

    def _apply_report(self, values, moment):
        self.write({name: value for name, value in values.items() if name in REPORT_FIELDS})

    def _apply_remark(self, values, moment):
        self.env["service.visit.remark"].create({"visit_id": self.id, "text": values["text"]})

    def _apply_part(self, values, moment):
        code = (values["code"] or "").strip()
        # An engineer finds a part by what is printed on it; the price list stays closed to him.
        products = self.env["product.product"].sudo()
        named = Domain("default_code", "=ilike", code) | Domain("barcode", "=", code) | Domain("name", "=ilike", code)
        found = products.search(named & Domain("type", "=", "consu"), limit=2) if code else products
        if len(found) != 1:
            raise UserError(self.env._("Which part is “%s”? Enter its number or its whole name.", code))
        part = {"visit_id": self.id, "product_id": found.id, "quantity": values["quantity"]}
        self.env["service.visit.part"].create(part)

    def _apply_photo(self, values, moment):
        photos = self.env["service.visit.photo"]
        photos.create({"visit_id": self.id, "name": values["name"], "image": photos._from_data_url(values["url"])})

    def _apply_sign(self, values, moment):
        signature = self.env["service.visit.photo"]._from_data_url(values["url"])
        self.write({"signature": signature, "signed_by": values["signed_by"], "signed_at": moment})

    def _apply_done(self, values, moment):
        self._finish(moment)


class ServiceVisitLine(models.Model):
    _inherit = "service.visit.line"

    def _prepare_field_page(self):
        return {
            "id": self.id,
            "name": self.name,
            "piece": self.piece_id.name or "",
            "kind": self.kind,
            "unit": self.unit or "",
            "limits": self._get_limit_words(),
            "required": self.required,
            "is_checked": self.is_checked,
            "value": self.value if self.is_measured else "",
            "words": self.words or "",
        }
