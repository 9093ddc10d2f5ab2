from uuid import uuid4

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import zones

FETCH_ROWS = 5000


class MarketingContact(models.Model):
    """One row per e-mail address, or per phone number of those who have no address.

    Made from customers (all three kinds of counterparty, with all their contact points) and from open leads. Where
    several share an address the row shows, in this order of preference:

    1. a customer (counterparty or partner), 2. a potential customer, 3. a lead;
    among equals the newest one. A missing phone is taken from the others in the same order. A number without an
    address gives no row of its own when somebody with an address has the same number.

    Whose appeal nobody has sorted yet is not there: the sender of an advertisement is an appeal at first, too.

    Department and stage are those of the customer's latest lead or deal, whichever of its contacts had it, the
    equipment type is the latest one named; without a lead the department is that of the responsible manager.

    The rows are kept in a table that follows its sources (`marketing_contact_refresh`): nobody writes it.
    """

    _name = "marketing.contact"
    _description = "Mailing Base"
    _order = "company, name, id"
    _log_access = False

    key = fields.Char(readonly=True, help="The address, or the number of those who have none.")
    name = fields.Char("Contact name", readonly=True)
    is_company = fields.Boolean("Named after the company", readonly=True, help="No person is known.")
    company = fields.Char("Company name", readonly=True)
    position = fields.Char("Job position", readonly=True)
    email = fields.Char("E-mail", readonly=True)
    phone = fields.Char(readonly=True)
    phones = fields.Char("All phones", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, index=True)
    lead_id = fields.Many2one(
        "crm.lead", "Latest lead or deal", readonly=True, index=True, groups="sales_team.group_sale_salesman"
    )
    kind = fields.Selection(
        [
            ("counterparty", "Counterparty"),
            ("partner", "Partner"),
            ("potential", "Potential customer"),
            ("lead", "Lead"),
        ],
        readonly=True,
    )
    team_id = fields.Many2one("crm.team", "Department", readonly=True)
    user_id = fields.Many2one("res.users", "Manager", readonly=True)
    equipment_type_id = fields.Many2one("equipment.type", "Equipment type", readonly=True)
    equipment_type_ids = fields.Many2many(
        "equipment.type",
        "marketing_contact_equipment_type_rel",
        "contact_id",
        "equipment_type_id",
        "Interested in",
        readonly=True,
        help="Types of equipment of all leads and deals of the customer.",
    )
    stage_id = fields.Many2one("crm.stage", readonly=True)
    qualification = fields.Selection(
        lambda self: self.env["crm.lead"]._fields["qualification"]._description_selection(self.env), readonly=True
    )
    channel = fields.Selection(
        lambda self: self.env["crm.appeal"]._fields["channel"]._description_selection(self.env),
        readonly=True,
        help="How the first appeal came.",
    )
    subject = fields.Char("Subject or page", readonly=True, help="Of the first appeal.")
    source_id = fields.Many2one("utm.source", readonly=True)
    campaign_id = fields.Many2one("utm.campaign", readonly=True)
    deal_parameters = fields.Char("Parameters of deals", readonly=True, help="What the customer's deals asked for.")
    last_deal_date = fields.Date("Last deal", readonly=True)
    last_order_date = fields.Date("Last order", readonly=True)
    amount_class = fields.Selection(
        [("none", "Bought nothing"), ("small", "Small"), ("medium", "Medium"), ("large", "Large")],
        "Size of purchases",
        readonly=True,
        help="By what the whole customer bought so far; the settings name the limits.",
    )
    bought = fields.Char("What they bought", readonly=True, help="The latest three purchases.")
    last_contact_date = fields.Date("Last contact", readonly=True, help="Latest call, request, lead or deal.")
    known_since = fields.Datetime(readonly=True)
    lang = fields.Selection(lambda self: self.env["res.lang"].get_installed(), "Language", readonly=True)
    street = fields.Char(readonly=True)
    zip = fields.Char("Postal code", readonly=True)
    city = fields.Char(readonly=True)
    state_id = fields.Many2one("res.country.state", "Region", readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    country_code = fields.Char(readonly=True, help="Two letters, ISO 3166.")
    company_id = fields.Many2one("res.company", "Own company", readonly=True)
    duplicate_count = fields.Integer(
        "Folded", readonly=True, help="How many other cards and leads have the same address."
    )
    consent = fields.Selection(
        [
            ("given", "Given"),
            ("request", "Wrote to us himself"),
            ("not_asked", "Not asked"),
            ("refused", "Refused"),
        ],
        readonly=True,
        help="Whether this person agreed to get mail from us.",
    )
    consent_date = fields.Date(readonly=True)
    consent_source = fields.Char("Consent comes from", readonly=True)
    is_blacklisted = fields.Boolean(
        "Opted out", readonly=True, help="The address of this row, or its number if it has no address, is blacklisted."
    )
    phone_blacklisted = fields.Boolean("Not to be called", readonly=True, help="The number is blacklisted.")
    is_bounced = fields.Boolean("Bounced", readonly=True, help="Mail to this address came back.")
    is_role_address = fields.Boolean(
        "Role address", readonly=True, help="An address such as support@, whose import MailChimp refuses."
    )
    is_valid = fields.Boolean(
        "Valid",
        readonly=True,
        help="The address is one that mailing services take; of rows without address, the number has a country code.",
    )

    mail_block = fields.Selection(
        [
            ("no_email", "No e-mail address"),
            ("opted_out", "Opted out"),
            ("bounced", "Mail came back"),
            ("invalid", "Address is not valid"),
            ("role", "Role address that MailChimp refuses"),
            ("refused", "Refused mail"),
            ("no_consent", "Was not asked"),
        ],
        "Why no mail",
        readonly=True,
        help="Empty: goes into files for mailing.",
    )
    call_block = fields.Selection(
        [
            ("no_phone", "No phone number"),
            ("no_call", "Not to be called"),
            ("bad_phone", "Number without country code"),
        ],
        "Why no call",
        readonly=True,
        help="Empty: goes into files for calls.",
    )
    frozen_segment_ids = fields.Many2many(
        "marketing.segment",
        "marketing_segment_contact_rel",
        "contact_id",
        "segment_id",
        "Frozen segments",
        readonly=True,
    )

    _key_uniq = models.UniqueIndex("(key)", "This address stands in the mailing base already.")
    # The order of lists and files, so that neither sorts a million rows.
    _reading_idx = models.Index("(company, name, id)")
    _phone_idx = models.Index("(phone) WHERE phone IS NOT NULL")

    def _get_customer_key(self):
        """What tells one customer from another, whichever of his contacts and legal addresses it is."""
        self.ensure_one()
        return f"p{self.partner_id.commercial_partner_id.id}" if self.partner_id else self.key

    def _describe_local_time(self):
        self.ensure_one()
        return zones.describe(self.country_code, self.state_id.name, self.city)

    @api.model
    def _iter_rows(self, domain, names, order=None):
        """Stream the rows of a domain, under the rights of the user, without holding them in memory.

        :param names: stored fields to read
        :param order: as in `search`; by company and name where nothing is said
        :return: generator of lists of tuples in the order of `names`; a many2one is its id, an empty value is None
        """
        query = self._search(domain, order=order or self._order)
        columns = [self._field_to_sql(self._table, name, query) for name in names]
        # A server-side cursor by plain statements, inside the transaction that we are in; it ends with it at the
        # latest.
        cursor = SQL.identifier(f"marketing_rows_{uuid4().hex}")
        self.env.execute_query(SQL("DECLARE %s NO SCROLL CURSOR FOR %s", cursor, query.select(*columns)))
        while rows := self.env.execute_query(SQL("FETCH FORWARD %s FROM %s", FETCH_ROWS, cursor)):
            yield rows
        self.env.cr.execute(SQL("CLOSE %s", cursor))
