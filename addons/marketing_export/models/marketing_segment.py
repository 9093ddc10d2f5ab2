import ast

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

SAMPLE_SIZE = 10


class MarketingSegment(models.Model):
    _name = "marketing.segment"
    _description = "Segment of the Mailing Base"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    domain = fields.Char("Filter", required=True, default="[]", help="Who of the mailing base belongs to the segment.")
    user_id = fields.Many2one("res.users", "Owner", required=True, readonly=True, default=lambda self: self.env.user)
    shared = fields.Boolean(help="Other marketers see the segment and its files; only the owner changes it.")
    profile_id = fields.Many2one(
        "marketing.export.profile",
        "Kind of file",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["marketing.export.profile"].search([], limit=1),
    )
    exclusion_ids = fields.Many2many(
        "marketing.segment",
        "marketing_segment_exclusion_rel",
        "segment_id",
        "exclusion_id",
        "Without",
        help="Whoever belongs to one of these segments is left out.",
    )
    frozen_at = fields.Datetime("As of", readonly=True, copy=False, help="Empty: the segment is as of now.")
    unasked_reason = fields.Char(
        "Why to those who were not asked",
        copy=False,
        help="People who neither agreed nor wrote to us stay out of mailings. Whoever decides otherwise for this "
        "segment writes down why.",
    )
    unasked_by_id = fields.Many2one("res.users", "Decided by", readonly=True, copy=False)
    unasked_at = fields.Datetime("Decided on", readonly=True, copy=False)
    note = fields.Text(help="What the segment is for.")
    count = fields.Integer("Contacts", compute="_compute_count")
    problem = fields.Char(compute="_compute_count", help="Why the filter cannot be read any more.")
    sample_ids = fields.Many2many("marketing.contact", compute="_compute_sample_ids", string="First of them")
    export_ids = fields.One2many("marketing.export", "segment_id", "Exports")
    export_count = fields.Integer("Files", compute="_compute_export_count")
    schedule_ids = fields.One2many("marketing.export.schedule", "segment_id", "Schedules")

    @api.depends("domain", "exclusion_ids.domain", "frozen_at")
    @api.depends_context("uid")
    def _compute_count(self):
        for segment in self:
            segment.count, segment.problem = 0, False
            try:
                segment.count = self.env["marketing.contact"].search_count(segment._get_domain())
            except UserError as error:
                segment.problem = str(error)

    @api.depends("domain", "exclusion_ids.domain", "frozen_at")
    @api.depends_context("uid")
    def _compute_sample_ids(self):
        for segment in self:
            try:
                segment.sample_ids = self.env["marketing.contact"].search(segment._get_domain(), limit=SAMPLE_SIZE)
            except UserError:
                segment.sample_ids = False

    @api.depends("export_ids")
    def _compute_export_count(self):
        groups = self.env["marketing.export"]._read_group([("segment_id", "in", self.ids)], ["segment_id"], ["__count"])
        counts = dict(groups)
        for segment in self:
            segment.export_count = counts.get(segment, 0)

    def _with_owner(self, owner, lang=False):
        """The segment with the rights and in the language of whoever has its file written."""
        if not owner.active:
            raise UserError(self.env._("%s does not work here any more: make the schedule anew.", owner.name))
        return self.with_user(owner).with_context(
            lang=lang or owner.lang, tz=owner.tz, allowed_company_ids=owner.company_ids.ids
        )

    @api.constrains("domain")
    def _check_domain(self):
        # Constraints run as superuser; what counts is what the marketer may read.
        contacts = self.env["marketing.contact"].sudo(False)
        for segment in self:
            try:
                contacts._search(segment._get_domain())
            except UserError as error:
                raise ValidationError(str(error)) from error

    @api.ondelete(at_uninstall=False)
    def _unlink_except_exported(self):
        # The journal says who took which addresses out: it outlives the wish to tidy up.
        if self.env["marketing.export"].sudo().search_count([("segment_id", "in", self.ids)], limit=1):
            raise UserError(self.env._("Files were exported from this segment: archive it instead."))

    @api.constrains("exclusion_ids")
    def _check_exclusions(self):
        if self._has_cycle("exclusion_ids"):
            raise ValidationError(self.env._("A segment cannot be left out of itself."))

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._sign_decision(vals) for vals in vals_list])

    def write(self, vals):
        if self.filtered("frozen_at") and {"domain", "exclusion_ids"} & vals.keys():
            raise UserError(self.env._("A frozen segment does not change: let it live again first."))
        return super().write(self._sign_decision(vals))

    def _sign_decision(self, vals):
        """Who decides to write to people who were not asked stands beside the reason."""
        vals = {name: value for name, value in vals.items() if name not in ("unasked_by_id", "unasked_at")}
        if "unasked_reason" not in vals:
            return vals
        reason = (vals["unasked_reason"] or "").strip()
        by, at = (self.env.uid, fields.Datetime.now()) if reason else (False, False)
        return {**vals, "unasked_reason": reason or False, "unasked_by_id": by, "unasked_at": at}

    def _get_domain(self):
        """Who belongs to it, as a Domain over marketing.contact; UserError when the filter is none (any more)."""
        self.ensure_one()
        if self.frozen_at:
            return Domain("frozen_segment_ids", "in", self.ids)
        domain = self._read_filter()
        for other in self.exclusion_ids:
            domain &= ~other._get_domain()
        return domain

    def _read_filter(self):
        try:
            domain = Domain(ast.literal_eval(self.domain or "[]"))
            domain.validate(self.env["marketing.contact"])
        except (SyntaxError, TypeError, ValueError) as error:
            raise UserError(self.env._("The filter cannot be read: %s", error)) from error
        return domain

    def action_freeze(self):
        """Keep whoever belongs to it now."""
        self.check_access("write")
        for segment in self.filtered(lambda segment: not segment.frozen_at):
            query = self.env["marketing.contact"]._search(segment._get_domain())
            rows = query.select(SQL("%s", segment.id), SQL.identifier("marketing_contact", "id"))
            self.env.cr.execute(SQL("INSERT INTO marketing_segment_contact_rel (segment_id, contact_id) %s", rows))
            segment.frozen_at = fields.Datetime.now()
        self.env["marketing.contact"].invalidate_model(["frozen_segment_ids"])

    def action_unfreeze(self):
        """Let it follow its filter again."""
        self.check_access("write")
        self.env.cr.execute(SQL("DELETE FROM marketing_segment_contact_rel WHERE segment_id = ANY(%s)", list(self.ids)))
        self.env["marketing.contact"].invalidate_model(["frozen_segment_ids"])
        self.frozen_at = False

    def copy_data(self, default=None):
        """A copy belongs to whoever makes it, so that shared segments can be changed as one's own."""
        vals_list = super().copy_data(default)
        names = {"user_id": self.env.uid, "shared": False}
        return [
            {**vals, **names, "name": self.env._("%s (copy)", segment.name)}
            for segment, vals in zip(self, vals_list, strict=True)
        ]

    def action_export(self):
        """Ask what for, show what will be in the file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Export"),
            "res_model": "marketing.export.request",
            "view_mode": "form",
            "target": "new",
            "context": {"default_segment_id": self.id},
        }

    def action_show_contacts(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("marketing_export.marketing_contact_action")
        return {**action, "domain": list(self._get_domain()), "context": {}, "display_name": self.name, "path": False}

    def action_show_exports(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("marketing_export.marketing_export_action")
        return {**action, "domain": [("segment_id", "=", self.id)], "context": {}, "path": False}

    def _export(self, profile, reason, run=None, schedule=None, only_new=False):
        """Order the segment's file under the rights of the current user; a small one is written at once.

        :param profile: marketing.export.profile
        :param reason: what the file is for
        :param run: what tells this run from others; the second call with the same one returns the first one's file
        :param schedule: the marketing.export.schedule that asked for it
        :param only_new: leave out whoever was in an earlier file of this segment and profile
        :return: marketing.export, done or waiting
        :raises UserError: when the filter cannot be read
        """
        self.ensure_one()
        self.check_access("read")
        self.env["marketing.export"].check_access("read")
        self._get_domain()
        export = self.env["marketing.export"]._order_run(self, profile, reason, run, schedule, only_new)
        export._start()
        return export.sudo(self.env.su)
