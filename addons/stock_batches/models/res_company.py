import pytz

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    oldest_series_first = fields.Boolean(
        help="Goods of categories and locations without a removal strategy of their own leave by the oldest series."
    )

    def _get_stock_zone(self):
        """Time zone in which the warehouse counts its days: the company's own, else the user's."""
        zone = self.partner_id.tz
        return pytz.timezone(zone) if zone in pytz.all_timezones_set else self.env.tz

    def _get_stock_day(self, moment=None):
        """The calendar day of a UTC moment (now, when none is given) where the warehouse stands."""
        moment = fields.Datetime.to_datetime(moment or fields.Datetime.now())
        return pytz.utc.localize(moment).astimezone(self._get_stock_zone()).date()
