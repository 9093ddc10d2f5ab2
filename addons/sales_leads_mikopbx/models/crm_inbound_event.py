from odoo import api, models
from odoo.tools import SQL


class CrmInboundEvent(models.Model):
    """Calls of a connector are stored many at a time; what was told before costs one query for all."""

    _inherit = "crm.inbound.event"

    @api.model
    def _store_calls(self, payloads):
        """Keep what is new of these calls, each in a transaction of its own.

        :param list payloads: see `crm.phone.call._register_call`
        :return: how many were new
        """
        keys = [self._prepare_call(payload)[0]["key"] for payload in payloads]
        rows = self.env.execute_query(SQL("SELECT key FROM crm_inbound_event WHERE key = ANY(%s)", keys))
        known = {key for (key,) in rows}
        fresh = [payload for key, payload in zip(keys, payloads, strict=True) if key not in known]
        for payload in fresh:
            self._store_call(payload)
        return len(fresh)
