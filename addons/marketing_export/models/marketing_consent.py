from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MarketingConsent(models.Model):
    """What somebody said about mail from us, when and where; the latest word of an address counts."""

    _name = "marketing.consent"
    _description = "Consent to Mail"
    _order = "date desc, id desc"
    _rec_name = "value"

    value = fields.Char("E-mail or phone", required=True, help="Address in lower case, number with its country code.")
    state = fields.Selection(
        [("given", "Given"), ("refused", "Refused"), ("bounced", "Mail came back")], required=True, default="given"
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    source = fields.Char("Comes from", required=True, help="Form of the site, exhibition, call, contract, MailChimp.")
    user_id = fields.Many2one("res.users", "Entered by", readonly=True, default=lambda self: self.env.user)

    _said_once = models.UniqueIndex("(value, state, date, source)", "This is written down already.")

    @api.constrains("date")
    def _check_date(self):
        today = fields.Date.context_today(self)
        if any(consent.date > today for consent in self):
            raise ValidationError(self.env._("Nobody can have agreed in the future: correct the date."))

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{**vals, "value": self._normalise(vals.get("value"))} for vals in vals_list])

    def write(self, vals):
        return super().write({**vals, "value": self._normalise(vals["value"])} if "value" in vals else vals)

    @api.model
    def _normalise(self, value):
        """The spelling under which the mailing base knows an address or a number."""
        kind = "email" if "@" in (value or "") else "phone"
        normalised = self.env["res.partner.contact.point"]._normalise(kind, value or "")[0]
        if not normalised:
            raise ValidationError(self.env._("“%s” is neither an e-mail address nor a phone number.", value or ""))
        return normalised

    @api.model
    def _stop(self, values):
        """Nobody writes to these addresses or calls these numbers from now on; who was taken off the list is on it
        again.

        :param values: addresses and numbers in the spelling of `_normalise`
        """
        addresses = {value for value in values if "@" in value}
        for name, field, own in (
            ("mail.blacklist", "email", addresses),
            ("phone.blacklist", "number", set(values) - addresses),
        ):
            # Marketers keep no blacklist by hand, but what people said is obeyed at once.
            blacklist = self.env[name].sudo().with_context(active_test=False)
            known = blacklist.search([(field, "in", list(own))])
            known.filtered(lambda entry: not entry.active).action_unarchive()
            blacklist.create([{field: value} for value in sorted(own - set(known.mapped(field)))])
