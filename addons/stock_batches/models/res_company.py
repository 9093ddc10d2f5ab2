from datetime import datetime, time

import pytz

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    oldest_series_first = fields.Boolean(
        help="Goods of categories and locations without a removal strategy of their own leave by the oldest series."
    )

    expiry_offer_days = fields.Integer(
        "Offer Before Expiry, Days",
        default=60,
        help="So many days before a series expires somebody gets the task to offer it.",
    )
    expiry_user_id = fields.Many2one(
        "res.users",
        "Answers for Expiry",
        help="Gets the tasks about series that expire; empty: a warehouse supervisor.",
    )

    def _get_expiry_user(self):
        """Who answers for what expires: the one named in the settings, else a supervisor of this company."""
        self.ensure_one()
        if self.expiry_user_id.active:
            return self.expiry_user_id
        group = self.env.ref("stock_batches.group_supervisor")
        people = group.sudo().all_user_ids.filtered(lambda user: self in user.company_ids and user.active)
        named = group.sudo().user_ids & people
        return (named or people or self.env.ref("base.user_admin")).sorted("id")[:1]

    def _get_stock_zone(self):
        """Time zone in which the warehouse counts its days: the company's own, else the user's."""
        zone = self.partner_id.tz
        return pytz.timezone(zone) if zone in pytz.all_timezones_set else self.env.tz

    def _get_stock_day(self, moment=None):
        """The calendar day of a UTC moment (now, when none is given) where the warehouse stands."""
        moment = fields.Datetime.to_datetime(moment or fields.Datetime.now())
        return pytz.utc.localize(moment).astimezone(self._get_stock_zone()).date()

    def _get_stock_day_start(self, moment=None):
        """The UTC moment at which the day of this moment began where the warehouse stands."""
        return self._get_stock_moment(self._get_stock_day(moment), time.min)

    def _get_stock_day_end(self, day):
        """The UTC moment at which a calendar day ends where the warehouse stands: goods are good on their last day."""
        return self._get_stock_moment(day, time(23, 59, 59))

    def _get_stock_moment(self, day, hour):
        local = self._get_stock_zone().localize(datetime.combine(day, hour))
        return local.astimezone(pytz.utc).replace(tzinfo=None)
