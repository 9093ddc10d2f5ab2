import stdnum

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools import contact, requisites

MIRRORED_FIELDS = {"email": contact.split_emails, "phone": contact.split_phones}
FILL_BATCH = 2000


class ResPartner(models.Model):
    _inherit = "res.partner"
    _complete_name_displayed_types = ("invoice", "delivery", "other", "actual")

    # Core looks partners up by it at every incoming mail and has no index.
    email_normalized = fields.Char(index=True)
    counterparty_kind = fields.Selection(
        [("potential", "Potential customer"), ("partner", "Partner"), ("counterparty", "Counterparty")],
        index="btree_not_null",
        tracking=True,
        help="Potential customer: came with an appeal and has bought nothing. Partner: the customer, perhaps with "
        "several legal entities. Counterparty: the legal entity that signs and pays.",
    )
    kpp = fields.Char("KPP", help="Nine characters that follow the INN in documents.")
    type = fields.Selection(selection_add=[("actual", "Actual address")], ondelete={"actual": "set other"})
    actual_is_legal = fields.Boolean(
        "Works at its legal address", help="Where not, add the actual address under Contacts & Addresses."
    )
    okpo = fields.Char("OKPO", help="Code of the organisation in the state's statistics: eight digits, a person's ten.")
    contact_point_ids = fields.One2many("res.partner.contact.point", "partner_id", "Contact points")
    contact_search = fields.Char("E-mail or phone", store=False, search="_search_contact")
    responsible_ids = fields.One2many("res.partner.responsible", "partner_id", "Responsible managers")
    purchase_ids = fields.One2many("res.partner.purchase", "partner_id", "Purchases", groups="sales_base.group_manager")

    def _search_contact(self, operator, value):
        """Partners by an address or number in any spelling; by a part of it when the whole is nobody's."""
        if operator not in ("ilike", "in"):
            return NotImplemented
        texts = [text for text in ([value] if isinstance(value, str) else value) if text]
        found = self.env["res.partner.contact.point"]._match(emails=texts, phones=texts)
        if found:
            return Domain("id", "in", found.ids)
        return Domain.OR(Domain("contact_point_ids", "any", [("value", "ilike", text)]) for text in texts)

    @api.constrains("vat", "country_id")
    def _check_inn(self):
        for partner in self.filtered(lambda partner: partner._has_inn()):
            if not requisites.is_inn(partner.vat):
                raise ValidationError(
                    self.env._(
                        "“%s” is no INN: check its digits, or set the country of a foreign customer.", partner.vat
                    )
                )

    @api.constrains("vat", "country_id")
    def _check_foreign_number(self):
        """Tax numbers of other countries, by the rule of the country where one is known."""
        if "vies_valid" in self._fields:
            return  # core checks them itself
        for partner in self.filtered(lambda partner: partner._has_foreign_number()):
            rule = partner._get_number_rule(partner.country_id)
            if rule and not rule.is_valid(partner.vat):
                raise ValidationError(
                    self.env._(
                        "“%(number)s” is no tax number of %(country)s: check its digits and the country.",
                        number=partner.vat,
                        country=partner.country_id.name,
                    )
                )

    def _has_foreign_number(self):
        own = self.vat and len(self.vat) > 1 and self.commercial_partner_id == self
        return own and self.country_id and self.country_id.code != "RU"

    @api.model
    def _get_number_rule(self, country):
        """How companies of this country are numbered; nothing where no rule is known."""
        return stdnum.get_cc_module(country.code.lower(), "vat") if country.code else None

    def _get_actual_address(self):
        """Where the company works: its own card, an address of its, or nothing while nobody has said so."""
        self.ensure_one()
        if self.actual_is_legal:
            return self
        return self.child_ids.filtered(lambda child: child.type == "actual" and (child.street or child.city))[:1]

    @api.constrains("kpp")
    def _check_kpp(self):
        for partner in self:
            if partner.kpp and not requisites.is_kpp(partner.kpp):
                raise ValidationError(self.env._("“%s” is no KPP: it has nine characters.", partner.kpp))

    @api.constrains("okpo")
    def _check_okpo(self):
        for partner in self:
            if partner.okpo and not requisites.is_okpo(partner.okpo):
                raise ValidationError(self.env._("“%s” is no OKPO: check its digits.", partner.okpo))

    def _has_inn(self):
        """True when the tax number must be an INN: in Russia, or of a company in Russia's books without a country."""
        # Contacts repeat the number of their company, wherever they sit.
        if not self.vat or len(self.vat) == 1 or self.commercial_partner_id != self:
            return False
        if self.country_id:
            return self.country_id.code == "RU"
        return self.env.company.country_id.code == "RU" and self.vat.replace(" ", "").isdecimal()

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create([self._clean_requisites(vals) for vals in vals_list])
        bare = not any("contact_point_ids" in vals for vals in vals_list)
        partners._mirror_contact_points(MIRRORED_FIELDS, new=bare)
        return partners

    def write(self, vals):
        result = super().write(self._clean_requisites(vals))
        self._mirror_contact_points(MIRRORED_FIELDS.keys() & vals.keys())
        return result

    @api.model
    def _commercial_fields(self):
        # People follow their company: who writes from a customer's office is no potential customer.
        return super()._commercial_fields() + ["counterparty_kind"]

    @api.model
    def _clean_requisites(self, vals):
        """Take the blanks out of requisites that were copied from a letter, so that they compare."""
        cleaned = {
            name: "".join(vals[name].split()).upper()
            for name in ("vat", "kpp", "okpo")
            if self._is_russian_code(vals, name)
        }
        return {**vals, **cleaned} if cleaned else vals

    @api.model
    def _is_russian_code(self, vals, name):
        text = vals.get(name)
        # Of tax numbers only the Russian ones: elsewhere blanks may belong to the number.
        return isinstance(text, str) and (name != "vat" or "".join(text.split()).isdecimal())

    def _mirror_contact_points(self, kinds, new=False):
        """Bring the contact points that follow `email` and `phone` in line with them, one batch for all records.

        :param kinds: which of the two fields changed
        :param new: the records were just created and have no contact points at all
        """
        if not self or not kinds:
            return
        # Whoever may write the card may do this much to its contact points.
        points = self.env["res.partner.contact.point"].sudo().with_context(sales_base_mirror=True)
        wanted = self._prepare_mirrored_points(kinds)
        if not new:
            wanted = points._drop_outdated(self, kinds, wanted)
        if wanted:
            points.create(list(wanted.values()))

    def _prepare_mirrored_points(self, kinds):
        """{(partner id, kind, value): values of the contact point} that the cards ask for."""
        Point = self.env["res.partner.contact.point"]
        wanted = {}
        for partner in self:
            for kind in sorted(kinds):
                for raw in MIRRORED_FIELDS[kind](partner[kind]):
                    value, last_ten = Point._normalise(kind, raw, partner.country_id)
                    if value:
                        wanted[partner.id, kind, value] = {
                            "partner_id": partner.id,
                            "kind": kind,
                            "raw": raw,
                            "value": value,
                            "last_ten": last_ten,
                            "mirrored": True,
                        }
        return wanted

    @api.model
    def _fill_contact_points(self):
        """Contact points of all partners there are, archived ones too, in batches; repeating it changes nothing."""
        domain = ["|", ("email", "!=", False), ("phone", "!=", False)]
        partners = self.with_context(active_test=False, prefetch_fields=False)
        last = 0
        while batch := partners.search_fetch(
            [("id", ">", last), *domain], ["email", "phone", "country_id"], order="id", limit=FILL_BATCH
        ):
            batch._mirror_contact_points(MIRRORED_FIELDS)
            last = batch[-1].id
            self.env.flush_all()
            self.env.invalidate_all()

    def _get_responsible(self, team=None):
        """Who answers for this customer now.

        The contact itself is asked first, then its company, then the company's owner: legal entities and
        sites of one customer share his manager.

        :param team: department; without it the one that has known the customer longest
        :return: the manager, or his deputy, or the acting head of the department; an empty res.users when
            nobody is responsible (a dismissed manager is nobody) or nobody is there
        """
        self.ensure_one()
        partner = self
        while partner:
            lines = partner.responsible_ids.filtered(lambda line: line._counts_in(team))
            if lines:
                return lines._get_acting()
            partner = partner.parent_id
        return self.env["res.users"]

    def _promote(self):
        """Make the legal entities of these partners counterparties: they bought. Repeating it changes nothing.

        People follow their company (commercial field); a potential customer that owns the legal entity
        becomes a partner.
        """
        entities = self.commercial_partner_id
        entities.filtered(lambda entity: entity.counterparty_kind != "counterparty").counterparty_kind = "counterparty"
        owners = entities.parent_id
        while owners:
            owners.filtered(lambda owner: owner.counterparty_kind == "potential").counterparty_kind = "partner"
            owners = owners.parent_id

    def _is_known(self):
        """False for a potential customer, whose mails and calls are appeals; True for all others, suppliers too."""
        self.ensure_one()
        return self.counterparty_kind != "potential"
