import logging

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .equipment_certificate_work import RENEW

_logger = logging.getLogger(__name__)


class EquipmentCertificate(models.Model):
    """The part of a certificate that a scheduled action works on: its end, and what is to be done before it."""

    _inherit = "equipment.certificate"

    @api.model
    def _cron_follow(self):
        """Note what ran out, remind of what will; one certificate that fails never stops the others."""
        self.env["sale.order.line"]._ask_for_missing_certificates()
        ids = self.search(self._get_ending_domain(), order="valid_until, id").ids
        for done, certificate_id in enumerate(ids, 1):
            certificate = self.browse(certificate_id).try_lock_for_update()
            if certificate:
                certificate._follow_or_log()
            self.env["ir.cron"]._commit_progress(1, remaining=len(ids) - done)

    @api.model
    def _get_ending_domain(self):
        longest = max(self.search([("state", "=", "issued")], order="renew_days desc", limit=1).renew_days, 0)
        horizon = fields.Date.context_today(self) + relativedelta(days=longest)
        return [("state", "=", "issued"), ("valid_until", "<=", horizon)]

    def _follow_or_log(self):
        try:
            with self.env.cr.savepoint():
                self._follow_end()
        except (UserError, ValidationError) as error:
            self.env.invalidate_all()
            _logger.info("Certificate %s could not be followed: %s", self.id, error)

    def _follow_end(self):
        today = fields.Date.context_today(self)
        for certificate in self.filtered(lambda row: row.state == "issued" and row.valid_until):
            if certificate._is_to_be_renewed(today):
                certificate._remind()
            if certificate.valid_until < today:
                certificate.state = "expired"

    def _is_to_be_renewed(self, today):
        soon = self.valid_until - relativedelta(days=self.renew_days) <= today
        renewed = self.next_ids.filtered(lambda row: row.state != "refused")
        # A task that was done without a renewal is not given again for the same end.
        return soon and not renewed and self.reminded_until != self.valid_until

    def _remind(self):
        self.reminded_until = self.valid_until
        today = fields.Date.context_today(self)
        day = max(self.valid_until - relativedelta(days=self.lead_days), today)
        self._give_task(RENEW, day)
