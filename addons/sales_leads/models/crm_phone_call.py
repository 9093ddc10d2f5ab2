from datetime import UTC

from dateutil import parser

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

SHORTEST_OUTSIDE = 5
WHO = ("user_id", "extension")
# There is no history yet that tracking could lose.
SILENT = {"tracking_disable": True, "mail_create_nolog": True, "mail_create_nosubscribe": True}
# What exchanges and their connectors call the three directions.
DIRECTIONS = {
    "in": "in",
    "incoming": "in",
    "inbound": "in",
    "out": "out",
    "outgoing": "out",
    "outbound": "out",
    "inner": "inner",
    "internal": "inner",
    "local": "inner",
}


class CrmPhoneCall(models.Model):
    """One call, however many legs it had at the exchange: one linkedid."""

    _name = "crm.phone.call"
    _description = "Phone Call"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _mail_post_access = "read"
    _order = "started_at desc, id desc"
    _rec_name = "number"

    linkedid = fields.Char("Call id at the PBX", required=True, readonly=True)
    direction = fields.Selection(
        [("in", "Incoming"), ("out", "Outgoing"), ("inner", "Inner")], required=True, readonly=True
    )
    state = fields.Selection([("answered", "Answered"), ("missed", "Missed")], required=True, readonly=True)
    started_at = fields.Datetime("Began", required=True, readonly=True, index=True)
    answered_at = fields.Datetime("Answered at", readonly=True)
    ended_at = fields.Datetime("Ended", readonly=True)
    duration = fields.Float("Talk, minutes", compute="_compute_duration", store=True, aggregator="avg")
    src = fields.Char("Caller", readonly=True)
    dst = fields.Char("Called", readonly=True)
    did = fields.Char("Number of the line", readonly=True, help="Our number that was called.")
    number = fields.Char("Outside number", readonly=True)
    extension = fields.Char(readonly=True)
    user_id = fields.Many2one("res.users", "Employee", readonly=True, index="btree_not_null")
    last_user_id = fields.Many2one("res.users", "Passed on to", readonly=True, index="btree_not_null")
    last_answered_at = fields.Datetime("Passed on at", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, index="btree_not_null")
    appeal_id = fields.Many2one("crm.appeal", readonly=True, index="btree_not_null", ondelete="set null")
    request_id = fields.Many2one("crm.customer.request", readonly=True, index="btree_not_null", ondelete="set null")
    lead_id = fields.Many2one("crm.lead", readonly=True, index="btree_not_null", ondelete="set null")
    team_id = fields.Many2one("crm.team", "Department", compute="_compute_team_id", store=True, index="btree_not_null")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)

    _linkedid_uniq = models.UniqueIndex("(linkedid)", "This call is registered already.")

    @api.depends("answered_at", "ended_at")
    def _compute_duration(self):
        for call in self:
            talked = call.answered_at and call.ended_at and (call.ended_at - call.answered_at).total_seconds()
            call.duration = max(talked or 0, 0) / 60

    @api.depends("request_id.team_id", "appeal_id.team_id", "lead_id.team_id", "user_id", "line_id")
    def _compute_team_id(self):
        """The department that got the matter; until somebody has sorted it, that of the employee or of the line."""
        for call in self:
            matter = call.request_id.team_id or call.appeal_id.team_id or call.lead_id.team_id
            call.team_id = matter or call.user_id.sale_team_id or call.line_id.team_id

    @api.model
    def _register_call(self, payload):
        """Register a call; the same linkedid is the same call, however often it is told.

        :param dict payload: linkedid, start, answer, end (datetime or text, UTC unless a zone is given),
            src, dst, did, direction (in, out, inner, or another word of DIRECTIONS), answered (bool), employee
            (extension), app (bool: a queue or a voice menu, which is nobody who could answer), recording
            (what a connector finds the recording by); all but linkedid and start may be missing
        :return: crm.phone.call, new or known
        :raises UserError: without linkedid or start, with a moment or a direction that nobody understands
        """
        values = self._prepare_values(payload)
        known = self.search([("linkedid", "=", values["linkedid"])], limit=1)
        if known:
            last = known.last_user_id
            if known._learn(values):
                known._settle_missed()
                known._interpret_anew()
            elif known.last_user_id != last:
                known._follow_passing_on()
            return known
        call = self.with_context(**SILENT).create([values]).with_context(self.env.context)
        # What this call settles is not yet asked for by what it becomes itself.
        call._settle_missed()
        call._interpret()
        return call

    @api.model
    def _prepare_values(self, payload):
        if not payload.get("linkedid") or not payload.get("start"):
            raise UserError(self.env._("A call needs its id at the PBX and its beginning."))
        src, dst, did = (str(payload.get(name) or "").strip() or False for name in ("src", "dst", "did"))
        direction = self._read_direction(payload.get("direction")) or self._guess_direction(src, dst)
        user = self._find_employee(payload.get("employee"))
        # A queue or a voice menu picks up, too: whoever heard it only was not answered.
        answered = (payload.get("answered") or payload.get("answer")) and not payload.get("app")
        return {
            "linkedid": str(payload["linkedid"]),
            "direction": direction,
            "state": "answered" if answered else "missed",
            "started_at": self._to_utc(payload["start"]),
            "answered_at": answered and self._to_utc(payload.get("answer")),
            "ended_at": self._to_utc(payload.get("end")),
            "src": src,
            "dst": dst,
            "did": did,
            "number": dst if direction == "out" else src,
            "extension": str(payload.get("employee") or "") or False,
            "user_id": user.id,
            "recording_ref": str(payload.get("recording") or "") or False,
        }

    @api.model
    def _read_direction(self, word):
        """The direction that an exchange's word means; empty when it says none."""
        if not word:
            return False
        direction = DIRECTIONS.get(str(word).strip().lower())
        if not direction:
            raise UserError(self.env._("“%s” is no direction of a call: use in, out or inner.", word))
        return direction

    @api.model
    def _guess_direction(self, src, dst):
        outside = [len("".join(filter(str.isdigit, number or ""))) >= SHORTEST_OUTSIDE for number in (src, dst)]
        if outside[0]:
            return "in"
        return "out" if outside[1] else "inner"

    @api.model
    def _to_utc(self, moment):
        """Naive UTC datetime of what an exchange calls a moment."""
        if not moment:
            return False
        try:
            moment = parser.parse(moment) if isinstance(moment, str) else moment
        except (ValueError, OverflowError) as error:
            raise UserError(self.env._("“%s” is no moment in time.", moment)) from error
        if moment.tzinfo:
            moment = moment.astimezone(UTC).replace(tzinfo=None)
        return moment.replace(microsecond=0)

    @api.model
    def _find_employee(self, extension):
        users = self.env["res.users"].sudo()  # extensions are told by the exchange, not read by people
        found = extension and users.search([("pbx_extension", "=", str(extension))], limit=1)
        return found or users

    def _learn(self, values):
        """A later report of the same call: a leg that was answered makes the whole call answered.

        :return: whether it turned out to be answered only now
        """
        self.ensure_one()
        turned = self.state == "missed" and values["state"] == "answered"
        once = ("answered_at", "ended_at", "recording_ref", *WHO)
        news = {name: values[name] for name in once if values[name] and not self[name]} | self._learn_leg(values)
        if turned:
            # Whoever answered counts, and when he hung up, not whose telephone rang in vain before.
            news |= {name: values[name] for name in ("ended_at", *(WHO if values["extension"] else ())) if values[name]}
            news["state"] = "answered"
            records = [record for record in (self, self.appeal_id, self.request_id, self.lead_id) if record]
            for record in records:
                record.activity_feedback(["sales_leads.mail_activity_type_call_back"])
        if news:
            self.write(news)
        return turned

    def _learn_leg(self, values):
        """What a leg answered before or after the one that is known says of who answered first, who last, and the end."""
        answer, known = values["answered_at"], self.answered_at
        if not answer or not known or answer == known:
            return {}
        news = {}
        if answer < known:
            last = self.last_answered_at or known
            news = {name: values[name] for name in ("answered_at", *WHO)}
            news |= {"last_answered_at": last, "last_user_id": (self.last_user_id or self.user_id).id}
        elif answer > (self.last_answered_at or known):
            news = {"last_answered_at": answer, "last_user_id": values["user_id"]}
        end = values["ended_at"]
        return news | ({"ended_at": end} if end and self.ended_at and end > self.ended_at else {})

    def _describe(self):
        self.ensure_one()
        if self.direction == "out":
            return self.env._("Call to %s", self._get_caller())
        if self.state == "missed":
            return self.env._("Missed call from %s", self._get_caller())
        return self.env._("Call from %s", self._get_caller())

    def _get_caller(self):
        """The outside number, or words for one that the exchange was not told."""
        return self.number or self.env._("(withheld)")

    @api.constrains("started_at", "ended_at")
    def _check_times(self):
        for call in self:
            if call.ended_at and call.ended_at < call.started_at:
                raise ValidationError(self.env._("Call %s ends before it begins.", call.linkedid))

    def action_open_result(self):
        """Open what the call became."""
        self.ensure_one()
        result = self.request_id or self.appeal_id or self.lead_id
        if not result:
            raise UserError(self.env._("Nothing was made of this call."))
        return result._get_records_action()
