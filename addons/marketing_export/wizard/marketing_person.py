import hashlib

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError


class MarketingPerson(models.TransientModel):
    """“What do you hold on me?” and “Delete me”, for one person."""

    _name = "marketing.person"
    _description = "Request of a Person About His Data"

    address = fields.Char("E-mail or phone", required=True)
    reason = fields.Char("How he asked", required=True, help="Letter, call, form of the site: stands in the journal.")
    report = fields.Html(readonly=True, sanitize=False)

    def action_show(self):
        self.ensure_one()
        value = self._get_value()
        found = self._find(value)
        self._log("report", value, found)
        self.report = self._prepare_report(found)
        return self._reopen()

    def action_stop(self):
        """No mail and no calls from now on."""
        self.ensure_one()
        value = self._get_value()
        self.env["marketing.consent"]._stop([value])
        self._log("stop", value, {})
        self.report = Markup("<p>%s</p>") % self.env._("%s gets no mail and no calls any more.", value)
        return self._reopen()

    def action_delete(self):
        """Forget the person. What the law makes us keep (orders, papers of a company) stays; his address does not."""
        self.ensure_one()
        value = self._get_value()
        found = self._find(value)
        self.env["marketing.consent"]._stop([value])
        self._forget(found, value)
        self._log("delete", value, found)
        self.report = Markup("<p>%s</p>") % self.env._(
            "Deleted. The address stays on the list of those who get nothing."
        )
        return self._reopen()

    def _get_value(self):
        if not self.env.user.has_group("marketing_export.group_marketer"):
            raise AccessError(self.env._("Only marketers answer people about their data."))
        return self.env["marketing.consent"]._normalise(self.address)

    def _find(self, value):
        """{model: records} of all that is held on an address, whoever may see it."""
        search = {
            "res.partner": [("contact_point_ids.value", "=", value)],
            "crm.lead": ["|", ("email_normalized", "=", value), ("phone_sanitized", "=", value)],
            "crm.appeal": ["|", ("email", "=", value), ("phone", "=", value)],
            "crm.phone.call": [("number", "=", value)],
            "marketing.consent": [("value", "=", value)],
            "marketing.call": ["|", ("contact_key", "=", value), ("phone", "=", value)],
        }
        # The law asks for all that is held, not for what a marketer sees of it.
        env = self.sudo().with_context(active_test=False).env
        return {name: env[name].search(domain) for name, domain in search.items()}

    def _prepare_report(self, found):
        """Readable by the person himself: what, how much, since when."""
        lines = []
        for name, records in found.items():
            label = self.env["ir.model"]._get(name).sudo().name  # names of models are no secret
            for record in records:
                day = fields.Date.to_string(record.create_date)
                lines.append(Markup("<li>%s: %s (%s)</li>") % (label, record.display_name, day))
        if not lines:
            return Markup("<p>%s</p>") % self.env._("Nothing is held on this address.")
        return Markup("<ul>%s</ul>") % Markup().join(lines)

    def _forget(self, found, value):
        silent = {"tracking_disable": True}
        gone = self.env._("Deleted at the person's request")
        found["marketing.consent"].unlink()
        found["marketing.call"].write({"name": gone, "phone": False, "contact_key": False, "remark": False})
        found["crm.phone.call"].write({"number": False, "src": False, "dst": False})
        found["crm.appeal"].with_context(**silent).write(
            {"contact_name": gone, "email": False, "phone": False, "text": gone, "subject": False}
        )
        found["crm.lead"].with_context(**silent).write(
            {"contact_name": gone, "email_from": False, "phone": False, "description": False}
        )
        self._forget_partners(found["res.partner"].with_context(**silent), value)

    def _forget_partners(self, partners, value):
        people = partners.filtered(lambda partner: not partner.is_company and not partner.user_ids)
        (partners - people).contact_point_ids.filtered(
            lambda point: point.value == value and not point.mirrored
        ).unlink()
        for partner in partners - people:
            field = "email" if "@" in value else "phone"
            if value in (partner.email_normalized, partner.phone_sanitized):
                partner[field] = False
        people.contact_point_ids.filtered(lambda point: not point.mirrored).unlink()
        people.write(
            {
                "name": self.env._("Deleted at the person's request"),
                "email": False,
                "phone": False,
                "function": False,
                "street": False,
                "comment": False,
                "active": False,
            }
        )

    def _log(self, kind, value, found):
        # The journal is written by the requests only.
        self.env["marketing.person.log"].sudo().create(
            {
                "kind": kind,
                "reason": self.reason,
                "user_id": self.env.uid,
                "address": value if kind != "delete" else self._mask(value),
                "digest": hashlib.sha256(value.encode()).hexdigest(),
                "records": sum(len(records) for records in found.values()),
            }
        )

    @api.model
    def _mask(self, value):
        """Enough to find the entry when the person asks again, too little to write to him."""
        name, at, host = value.partition("@")
        return f"{name[:1]}…{at}{host}" if at else f"{value[:3]}…{value[-2:]}"

    def _reopen(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("marketing_export.marketing_person_action")
        return {**action, "res_id": self.id}
