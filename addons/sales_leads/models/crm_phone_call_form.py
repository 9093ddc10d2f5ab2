from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_normalize

FILL = "sales_leads.mail_activity_type_fill"
TOLD = ("contact_name", "company_name", "email")
# What the form is about and what became of it is written by its own steps alone.
KEPT = {"call_id", "state", "deadline", "filled_at", "filled_by_id"}


class CrmPhoneCallForm(models.Model):
    """Who it was: the few words that whoever answered an unknown caller writes down after the call."""

    _name = "crm.phone.call.form"
    _description = "Call to Fill In"
    _order = "deadline, id"
    _rec_name = "call_id"

    call_id = fields.Many2one("crm.phone.call", required=True, readonly=True, index=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", "Who answered", index="btree_not_null", readonly=True)
    state = fields.Selection(
        [("open", "To fill in"), ("filled", "Filled in"), ("dropped", "Not a request")],
        required=True,
        default="open",
        readonly=True,
        index=True,
    )
    deadline = fields.Datetime("Fill in before", readonly=True)
    number = fields.Char("Phone", related="call_id.number")
    started_at = fields.Datetime("When", related="call_id.started_at")
    direction = fields.Selection(related="call_id.direction")
    line_id = fields.Many2one(related="call_id.line_id")
    appeal_id = fields.Many2one(related="call_id.appeal_id")
    contact_name = fields.Char("Name")
    company_name = fields.Char("Company name")
    email = fields.Char("E-mail")
    gist = fields.Text("What is wanted")
    team_id = fields.Many2one("crm.team", "Department", index="btree_not_null")
    filled_at = fields.Datetime(readonly=True)
    filled_by_id = fields.Many2one("res.users", "Filled in by", readonly=True, index="btree_not_null")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)

    _call_uniq = models.UniqueIndex("(call_id)", "This call has its form already.")

    def write(self, vals):
        if not self.env.su and KEPT & vals.keys():
            raise AccessError(self.env._("Fill the form in and press “Done”: the rest follows by itself."))
        return super().write(vals)

    def action_fill(self):
        """Pass what was written on to the appeal, the lead and the potential customer."""
        self.check_access("write")
        requests = self.env["crm.customer.request"]
        for form in self:
            form._check_filled()
            requests |= form._pass_on()
        self._finish("filled")
        return self._tell_known(requests) if requests else True

    @api.model
    def _tell_known(self, requests):
        """Whoever spoke reads who it was; the list behind is shown anew."""
        # The request may be another manager's: whose it is may be told.
        words = "\n".join(request._tell_known() for request in requests.sudo())
        params = {"type": "info", "message": words, "sticky": True, "next": {"type": "ir.actions.act_window_close"}}
        return {"type": "ir.actions.client", "tag": "display_notification", "params": params}

    def action_drop(self):
        """It was no request: a wrong number, a private call. A new appeal goes with it, as if the dispatcher said so."""
        self.check_access("write")
        for form in self:
            form._check_open()
        # Whoever spoke knows; appeals themselves are the dispatcher's.
        self.sudo().appeal_id.filtered(lambda appeal: appeal.state == "new").action_reject()
        self.filtered(lambda form: form.state == "open")._finish("dropped")
        return True

    def action_open_appeal(self):
        self.ensure_one()
        return self.appeal_id._get_records_action()

    def _check_open(self):
        self.ensure_one()
        if self.state != "open":
            raise UserError(self.env._("The call from %s is filled in already.", self.number or ""))

    def _check_filled(self):
        self._check_open()
        if not (self.contact_name and self.gist):
            raise UserError(self.env._("Write the name and what is wanted."))
        if self.email and not email_normalize(self.email):
            raise UserError(self.env._("“%s” is no e-mail address.", self.email))

    def _pass_on(self):
        """What is said in a form is new for a new appeal; of a sorted one only what is empty is filled.

        The address of a customer whom we know makes it his request, unless somebody works on its lead already.

        :return: the request, if it became one
        """
        self.ensure_one()
        # The appeal is the dispatcher's and the customer nobody's yet: this much whoever spoke may tell.
        appeal = self.appeal_id.sudo()
        appeal = appeal.merged_into_id or appeal
        told = {name: self[name] for name in TOLD if self[name]} | {"needs": self.gist}
        known = appeal._find_known({"email": self.email}) if self.email else appeal.partner_id.browse()
        if known and not appeal._get_worked_on():
            return appeal._become_request(known, told)
        if known:
            appeal.lead_id._message_log(body=self._describe_known(known))
            # With it, whoever writes from there would be two customers from now on.
            del told["email"]
        self._tell_appeal(appeal, told)
        return self.env["crm.customer.request"]

    def _describe_known(self, known):
        return self.env._(
            "The caller names the e-mail %(email)s, which belongs to %(customer)s: look in the base and link the lead.",
            email=self.email,
            customer=", ".join(known.commercial_partner_id.mapped("display_name")),
        )

    def _tell_appeal(self, appeal, told):
        if appeal.state == "new" and appeal == self.sudo().appeal_id:
            appeal.write(told | ({"team_id": self.team_id.id} if self.team_id else {}))
            return
        appeal.write(self._keep_known(appeal, told))
        names = {
            "contact_name": "contact_name",
            "company_name": "partner_name",
            "email": "email_from",
            "needs": "needs",
        }
        lead = appeal.lead_id
        if lead.needs:
            # What he wanted before stays; what he said now is read below.
            lead._message_log(body=self.gist)
        lead.write(self._keep_known(lead, {names[name]: value for name, value in told.items()}))
        self._name_customer(appeal, told.get("email"))

    @api.model
    def _keep_known(self, record, values):
        return {name: value for name, value in values.items() if not record[name]}

    def _name_customer(self, appeal, email):
        """A potential customer who has only a number gets his name."""
        partner = appeal.partner_id
        values = self._keep_known(partner, {"email": email} if email else {})
        if partner.appeal_id == appeal and partner.name in (appeal.phone, self.env._("Unknown")):
            values |= {"name": self.contact_name, "company_name": self.company_name or False}
        partner.write(values)

    def _finish(self, state):
        now = fields.Datetime.now()
        # What became of it is written by its own steps alone, see write().
        self.sudo().write({"state": state, "filled_at": now, "filled_by_id": self.env.uid})
        self.call_id.sudo().activity_feedback([FILL])


class CrmPhoneCall(models.Model):
    _inherit = "crm.phone.call"

    form_ids = fields.One2many("crm.phone.call.form", "call_id", "Short form")

    def _ask_to_fill(self):
        """After a talk with somebody of whom only the number is known: whoever spoke says who it was."""
        self.ensure_one()
        if self.state != "answered" or not self._is_unnamed():
            return
        user = self._get_filler()
        # The form is made for whoever spoke, by whoever registers the call.
        form = self.env["crm.phone.call.form"].sudo().create([self._prepare_form_values(user)])
        for filler in user or self.env["res.users"]._get_dispatchers():
            self.activity_schedule(
                FILL,
                date_deadline=form.deadline.date(),
                summary=self.env._("Write down who it was: %s", self._get_caller()),
                user_id=filler.id,
            )
        user._pop_up(form, self.env._("Who was it?"), self._get_caller(), sticky=True)

    def _is_unnamed(self):
        """True while the appeal of this number is new, nameless and asked about nobody yet."""
        appeal = self.sudo().appeal_id  # the dispatcher's
        if appeal.state != "new" or appeal.contact_name or appeal.company_name:
            return False
        asked = [("call_id.appeal_id", "=", appeal.id), ("state", "=", "open")]
        return not self.env["crm.phone.call.form"].sudo().search_count(asked, limit=1)

    def _get_filler(self):
        """Who writes it down; empty for the dispatchers, when it was somebody without a part in sales."""
        user = self.rule_id._get_user(self)
        if not user and self.rule_id.responsible != "dispatcher":
            user = self.last_user_id or self.user_id
        return user if user._works_in_sales() else user.browse()

    def _prepare_form_values(self, user):
        """Values of the short form; other addons may add theirs."""
        return {
            "call_id": self.id,
            "user_id": user.id,
            "deadline": self.rule_id._get_deadline(self),
            "team_id": self.line_id.team_id.id or user.sale_team_id.id,
            "company_id": self.company_id.id,
        }


class CrmAppeal(models.Model):
    _inherit = "crm.appeal"

    def action_reject(self):
        """Nobody has to write down who it was when it was no request."""
        result = super().action_reject()
        forms = self.env["crm.phone.call.form"].sudo()  # of whoever spoke
        forms.search([("call_id.appeal_id", "in", self.ids), ("state", "=", "open")])._finish("dropped")
        return result
