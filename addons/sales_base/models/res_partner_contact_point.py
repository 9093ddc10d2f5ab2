from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..tools import contact

# Numbers without a country code of a company that has named no country are read as Russian ones.
DEFAULT_REGION = "RU"

MAINTAINED_FIELDS = {"value", "last_ten", "mirrored"}


class ResPartnerContactPoint(models.Model):
    _name = "res.partner.contact.point"
    _description = "Contact Point"
    _order = "kind, id"
    _rec_name = "value"

    partner_id = fields.Many2one("res.partner", required=True, index=True, ondelete="cascade")
    kind = fields.Selection([("email", "E-mail"), ("phone", "Phone")], required=True, default="phone")
    raw = fields.Char("As written", required=True)
    value = fields.Char(
        "Normalised",
        compute="_compute_value",
        store=True,
        precompute=True,
        help="Spelling by which calls and mails are matched: address in lower case, number with its country code.",
    )
    last_ten = fields.Char("Last ten digits", compute="_compute_value", store=True, precompute=True)
    note = fields.Char(help="Whose it is, when to call.")
    mirrored = fields.Boolean("From the card", readonly=True, help="Follows the e-mail or phone of the card.")

    _value_uniq = models.UniqueIndex("(partner_id, kind, value)", "This contact has this address or number already.")
    _kind_value_idx = models.Index("(kind, value)")
    _last_ten_idx = models.Index("(last_ten) WHERE last_ten IS NOT NULL")

    @api.depends("kind", "raw", "partner_id.country_id")
    def _compute_value(self):
        for point in self:
            country = point.partner_id.country_id
            point.value, point.last_ten = self._normalise(point.kind, point.raw, country)

    @api.constrains("kind", "raw", "value")
    def _check_value(self):
        for point in self.filtered(lambda point: not point.value):
            raise ValidationError(
                self.env._("“%(raw)s” is neither an e-mail address nor a phone number.", raw=point.raw)
            )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._keep_entered(vals) for vals in vals_list])

    def write(self, vals):
        if {"kind", "raw", "partner_id"} & vals.keys():
            self._check_entered_by_hand()
        return super().write(self._keep_entered(vals))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_mirrored(self):
        self._check_entered_by_hand()

    def _check_entered_by_hand(self):
        if not self.env.context.get("sales_base_mirror") and any(self.mapped("mirrored")):
            raise UserError(self.env._("This line follows the card: change the e-mail or phone there."))

    @api.model
    def _keep_entered(self, vals):
        """Only the mirror of the card sets normalised values by itself: matching relies on them."""
        if self.env.context.get("sales_base_mirror"):
            return vals
        return {name: value for name, value in vals.items() if name not in MAINTAINED_FIELDS}

    @api.model
    def _get_regions(self, country=None):
        """ISO codes of the countries that a number without country code may belong to, the likeliest first."""
        codes = [country.code if country else None, self.env.company.country_id.code or DEFAULT_REGION]
        return list(dict.fromkeys(filter(None, codes)))

    @api.model
    def _normalise(self, kind, raw, country=None):
        """Spelling by which an address or number is compared.

        :param kind: "email" or "phone"
        :param raw: text as somebody wrote it; of several addresses the first counts
        :param country: res.country that a number without country code belongs to, by default the company's
        :return: (value, last_ten); (False, False) when the text holds none; last_ten only for phones
        """
        if kind == "email":
            return next(iter(contact.split_emails(raw)), False), False
        return contact.normalise_phone(raw, self._get_regions(country))

    def _drop_outdated(self, partners, kinds, wanted):
        """Remove what followed the cards of `partners` and is no longer asked for.

        :param wanted: {(partner id, kind, value): values}
        :return: the part of `wanted` that is not there yet, neither from the card nor made by hand
        """
        present = self.search([("partner_id", "in", partners.ids), ("kind", "in", list(kinds))])
        outdated = self.browse()
        missing = dict(wanted)
        for point in present:
            asked = wanted.get((point.partner_id.id, point.kind, point.value))
            if point.mirrored and (not asked or asked["raw"] != point.raw):
                outdated += point
            else:
                missing.pop((point.partner_id.id, point.kind, point.value), None)
        outdated.unlink()
        return missing

    @api.model
    def _match(self, emails=(), phones=()):
        """Partners, archived ones included, that any one of the addresses or numbers belongs to.

        Exact values first; only when none fits, the last ten digits of the numbers. Whoever is found by
        e-mail stands before whoever is found by phone, active before archived, older before newer.
        Nothing is merged or chosen: several records mean that somebody has to ask.

        :param emails: addresses as written, each text may hold several
        :param phones: numbers as written
        """
        addresses = [value for text in emails for value in contact.split_emails(text)]
        numbers = [self._normalise("phone", phone) for phone in phones]
        values = [value for value, _last_ten in numbers if value]
        exact = SQL(
            "(p.kind = 'email' AND p.value = ANY(%s)) OR (p.kind = 'phone' AND p.value = ANY(%s))", addresses, values
        )
        last_tens = [last_ten for _value, last_ten in numbers if last_ten]
        found = self._find_partners(exact) if addresses or values else self.env["res.partner"]
        if not found and last_tens:
            found = self._find_partners(SQL("p.last_ten = ANY(%s)", last_tens))
        return found

    @api.model
    def _find_partners(self, condition):
        # Written in SQL so that the order costs no second query and both indexes serve.
        self.flush_model(["partner_id", "kind", "value", "last_ten"])
        self.env["res.partner"].flush_model(["active"])
        rows = self.env.execute_query(
            SQL(
                """SELECT p.partner_id
                     FROM res_partner_contact_point p JOIN res_partner r ON r.id = p.partner_id
                    WHERE %s
                 GROUP BY p.partner_id, r.active
                 ORDER BY min(p.kind), r.active DESC, p.partner_id""",
                condition,
            )
        )
        return self.env["res.partner"].browse(partner_id for (partner_id,) in rows)
