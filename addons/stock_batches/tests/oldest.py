from datetime import timedelta

from odoo import fields

from .common import SeriesCommon


class OldestCommon(SeriesCommon):
    def _lines(self, picking):
        return sorted((line.lot_id.name, line.quantity) for line in picking.move_line_ids if line.quantity)

    def _settle(self):
        """What happens before commit."""
        self.env.cr.flush()

    def _reserved(self, quantity, days=0, product=None, **vals):
        """A reserved delivery that ships in so many days."""
        picking = self._make_picking("out", quantity, product)
        moment = fields.Datetime.now() + timedelta(days=days, hours=1)
        picking.move_ids.write({"date": moment, **vals})
        picking.move_ids._do_unreserve()
        picking.action_assign()
        self._settle()
        return picking

    def _glue(self, **vals):
        return self._make_product("Glue", use_expiration_date=True, expiration_time=900, **vals)

    def _in_days(self, days):
        return fields.Datetime.now() + timedelta(days=days)
