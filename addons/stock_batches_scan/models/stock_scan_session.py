"""A piece of work at a scanner: its state lives here, so that neither a reload nor a flat battery changes anything."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..services.base import SCENARIOS, say

KEPT_DAYS = 90


class StockScanSession(models.Model):
    _name = "stock.scan.session"
    _description = "Work at a Scanner"
    _order = "used_at desc, id desc"
    _rec_name = "key"

    key = fields.Char("Name", required=True, readonly=True, help="Made by the device.")
    user_id = fields.Many2one("res.users", required=True, readonly=True, index=True, ondelete="cascade")
    device_id = fields.Many2one("stock.scan.device", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    scenario = fields.Selection(selection="_get_scenarios", required=True, readonly=True)
    state = fields.Json(readonly=True)
    picking_id = fields.Many2one("stock.picking", readonly=True, index="btree_not_null", ondelete="set null")
    production_id = fields.Many2one("mrp.production", readonly=True, index="btree_not_null", ondelete="set null")
    used_at = fields.Datetime("Last Scan", required=True, readonly=True, default=fields.Datetime.now, index=True)
    event_ids = fields.One2many("stock.scan.event", "session_id", "Scans", readonly=True)

    _key_uniq = models.UniqueIndex("(key)", "This piece of work is known already.")

    @api.model
    def _get_scenarios(self):
        return [(name, say(self.env, service.label)) for name, service in SCENARIOS.items()]

    @api.model
    def _open(self, key, scenario, device):
        """The session of this name, locked until the transaction ends: its scans are done one after the other."""
        row = (key, scenario, device.id, self.env.uid, self.env.company.id)
        self.env.cr.execute(
            SQL(
                "INSERT INTO stock_scan_session"
                " (key, scenario, device_id, user_id, company_id, state, used_at, create_uid, create_date)"
                " SELECT %s, %s, %s, %s, %s, '{}', now() AT TIME ZONE 'utc', %s, now() AT TIME ZONE 'utc'"
                " WHERE NOT EXISTS (SELECT FROM stock_scan_session WHERE key = %s) ON CONFLICT (key) DO NOTHING",
                *row,
                self.env.uid,
                key,
            )
        )
        self.env.cr.execute(SQL("SELECT id FROM stock_scan_session WHERE key = %s FOR UPDATE", key))
        session = self.sudo().browse(self.env.cr.fetchone()[0])  # workers write sessions by scanning only
        session._check_owner(scenario)
        return session

    def _check_owner(self, scenario):
        if self.user_id != self.env.user:
            raise UserError(self.env._("%s works here: start a piece of work of your own.", self.user_id.name))
        if self.scenario != scenario:
            raise UserError(self.env._("This piece of work is another task: go back to the start."))

    @api.model
    def _make(self, scenario, device, key, **state):
        """A new session for what another scenario found out."""
        return self.create(
            {
                "key": key,
                "scenario": scenario,
                "device_id": device.id,
                "user_id": self.env.uid,
                "state": state,
                "picking_id": state.get("picking"),
                "production_id": state.get("production"),
            }
        )

    def _resolve_foreign_code(self, text):
        """What a code means that is none of the warehouse's; addons know further ones.

        :return: nothing, or a dict with ``title``, ``text``, ``files`` ([{label, url}]) of what was scanned
        """
        return None

    @api.autovacuum
    def _gc_old(self):
        """Who scanned what is kept for a quarter of a year."""
        old = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        self.search([("used_at", "<", old)], limit=1000).unlink()
