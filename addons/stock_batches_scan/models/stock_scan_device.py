from odoo import api, fields, models
from odoo.tools import SQL


class StockScanDevice(models.Model):
    _name = "stock.scan.device"
    _description = "Scanning Device"
    _order = "name, id"

    name = fields.Char(required=True)
    key = fields.Char("Name of Its Own", required=True, readonly=True, help="Made once by the device itself.")
    active = fields.Boolean(default=True, help="Off: this device was lost and nobody works with it.")
    session_ids = fields.One2many("stock.scan.session", "device_id", "Sessions")
    used_at = fields.Datetime("Last Used", compute="_compute_used_at")

    _key_uniq = models.UniqueIndex("(key)", "This device is known already.")

    @api.depends("session_ids.used_at")
    def _compute_used_at(self):
        rows = self.env["stock.scan.session"]._read_group(
            [("device_id", "in", self.ids)], ["device_id"], ["used_at:max"]
        )
        used = dict(rows)
        for device in self:
            device.used_at = used.get(device)

    @api.model
    def _find_or_make(self, key):
        """The device of this name, known from now on; two first scans at once make one."""
        device = self.with_context(active_test=False).search([("key", "=", key)])
        if not device:
            self.env.cr.execute(
                SQL(
                    "INSERT INTO stock_scan_device (key, name, active, create_uid, create_date)"
                    " VALUES (%s, %s, TRUE, %s, now() AT TIME ZONE 'utc') ON CONFLICT (key) DO NOTHING",
                    key,
                    self.env._("Device %s", key[:8]),
                    self.env.uid,
                )
            )
            device = self.search([("key", "=", key)])
        return device
