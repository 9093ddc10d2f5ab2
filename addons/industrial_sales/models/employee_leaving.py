from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .employee_role import check_administrator


class EmployeeLeaving(models.Model):
    """An employee left: who got his work and his duties, what was closed to him, and how it is taken back."""

    _name = "employee.leaving"
    _description = "Leaving of an Employee"
    _order = "left_at desc, id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        "res.users",
        "Employee",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        context={"active_test": False},
    )
    left_by_id = fields.Many2one("res.users", "By", required=True, readonly=True)
    left_at = fields.Datetime("When", required=True, readonly=True, default=fields.Datetime.now)
    reason = fields.Char(required=True, readonly=True)
    state = fields.Selection(
        [("left", "Left"), ("undone", "Taken back")], required=True, readonly=True, default="left", index=True
    )
    undone_by_id = fields.Many2one("res.users", "Taken back by", readonly=True)
    undone_at = fields.Datetime("Taken back at", readonly=True)
    handover_id = fields.Many2one("sales.handover", "Work of sales", readonly=True, index="btree_not_null")
    line_ids = fields.One2many("employee.leaving.line", "leaving_id", "Duties", readonly=True)
    had_badge = fields.Boolean("Badge revoked", readonly=True)
    session_count = fields.Integer("Sessions ended", readonly=True)
    pbx_extension = fields.Char("PBX extension set free", readonly=True)
    stopped_mailbox = fields.Boolean("Own mailbox switched off", readonly=True)

    @api.model
    def _get_handovers(self):
        """Handovers that find everything, in whatever department it is."""
        # Whoever lets a person go passes on everything of his: tasks of the warehouse, too, that sales do not see.
        return self.env["sales.handover"].sudo()

    @api.model
    def _find_items(self, item, user):
        """What the user holds of a kind, whoever asks and whatever of it is archived."""
        # As above.
        records = self.env[item["model"]].sudo()
        return records.search(item["domain"] & Domain(item["user_field"], "=", user.id))

    @api.model
    def _count_items(self, user):
        """{kind: number} of the duties that he has."""
        counts = {kind: len(self._find_items(item, user)) for kind, item in self._get_leaving_items().items()}
        return {kind: count for kind, count in counts.items() if count}

    @api.model
    def _get_item_receivers(self, role):
        """Employees who may get things of a kind: those with its role, else all."""
        # Who has which role is the system's affair.
        group = self.env.ref(role or "base.group_user").sudo()
        return group.all_user_ids.filtered(lambda user: user.active and not user.share).with_env(self.env)

    @api.model
    def _let_go(self, user, reason, receivers, duties):
        """The employee leaves: everything of his goes to others, then he is shut out.

        :param receivers: {department, empty for what has none: res.users} of the work that a handover moves
        :param duties: {kind of `_get_leaving_items`: res.users}
        :return: employee.leaving
        :raises UserError: where something would stay with him, or he may not be let go
        """
        check_administrator(self.env)
        self._check_may_go(user)
        self._check_nothing_stays(user, receivers, duties)
        # The record is evidence: nobody may write it but the leaving itself.
        leaving = self.sudo().create({"user_id": user.id, "left_by_id": self.env.uid, "reason": reason})
        if receivers:
            leaving.handover_id = self._get_handovers()._hand_over(user, receivers, reason)
        leaving._pass_duties_on(duties)
        leaving._shut_out()
        return leaving.with_env(self.env)

    @api.model
    def _check_may_go(self, user):
        if user == self.env.user:
            raise UserError(self.env._("You cannot let yourself go: another administrator does it."))
        if not user.active:
            raise UserError(self.env._("%s works here no more.", user.name))
        if user.share:
            raise UserError(self.env._("%s is no employee.", user.name))
        if user._is_system() and not self.env.user._is_system():
            raise UserError(
                self.env._("%s administers the system: only another such administrator lets him go.", user.name)
            )

    @api.model
    def _check_nothing_stays(self, user, receivers, duties):
        """A line for whoever looks: what has nobody yet."""
        items, held = self._get_leaving_items(), self._get_handovers()._find_held(user)
        nowhere = self.env._("no department")
        bare = [team.name or nowhere for team in dict.fromkeys(team for team, _kind in held) if not receivers.get(team)]
        bare += [items[kind]["label"] for kind in self._count_items(user) if not duties.get(kind)]
        if bare:
            raise UserError(self.env._("Say who gets: %s.", "; ".join(bare)))
        for kind, receiver in duties.items():
            self._check_receiver(user, items[kind], receiver)

    @api.model
    def _check_receiver(self, user, item, receiver):
        if receiver == user or receiver not in self._get_item_receivers(item["role"]):
            raise UserError(
                self.env._(
                    "%(user)s cannot get “%(what)s”: the role is missing.", user=receiver.name, what=item["label"]
                )
            )

    def _pass_duties_on(self, duties):
        items = self._get_leaving_items()
        lines = []
        for kind, receiver in duties.items():
            records = self._find_items(items[kind], self.user_id)
            if records:
                self._assign(items[kind], records, receiver)
                lines.append({"kind": kind, "to_user_id": receiver.id, "moved_ids": records.ids, "count": len(records)})
        self.env["employee.leaving.line"].sudo().create([{"leaving_id": self.id, **line} for line in lines])
        self._tell_receivers()

    @api.model
    def _assign(self, item, records, receiver):
        owner = item["owner_field"]
        # Nobody stands in for himself: his own absence has no deputy until he names one.
        own = records.filtered_domain([(owner, "=", receiver.id)]) if owner else records.browse()
        own.write({item["user_field"]: False})
        (records - own).write({item["user_field"]: receiver.id})

    def _tell_receivers(self):
        """Each of them reads once what he got besides the work of sales."""
        for user, lines in self.line_ids.grouped("to_user_id").items():
            if user == self.env.user:
                continue
            texts = self.with_context(lang=user.lang)
            rows = (Markup("<li>%s: %s</li>") % (line.label, line.count) for line in lines.with_env(texts.env))
            values = {"name": self.user_id.name, "reason": self.reason}
            title = texts.env._("What %(name)s did comes to you: %(reason)s", **values)
            self.env["mail.thread"].message_notify(
                partner_ids=user.partner_id.ids,
                subject=title,
                body=Markup("<p>%s</p><ul>%s</ul>") % (title, Markup().join(rows)),
            )

    def _shut_out(self):
        """No badge, no session, no extension, no mailbox, no login."""
        user = self.user_id
        box = self.env["crm.own.mailbox"].search([("user_id", "=", user.id), ("state", "=", "done")])
        devices = self.env["res.device"].search([("user_id", "=", user.id)])
        self.write(
            {
                "had_badge": user.has_badge,
                "session_count": len(devices),
                "pbx_extension": user.pbx_extension,
                "stopped_mailbox": bool(box),
            }
        )
        box.action_switch_off()
        devices._revoke()
        # Not `action_archive()`: it deletes what tasks of his own he has.
        user.write({"active": False, "pbx_extension": False})

    def action_undo(self):
        """He works here again, with what nobody else took up meanwhile."""
        check_administrator(self.env)
        for leaving in self:
            leaving._undo()
        return True

    def _undo(self):
        if self.state == "undone":
            raise UserError(self.env._("It was taken back already."))
        record = self.sudo()  # see _let_go
        record.user_id.write({"active": True, "pbx_extension": record._get_free_extension()})
        if record.handover_id.state == "done":
            record.handover_id.action_hand_back()
        record.line_ids._give_back()
        record.write({"state": "undone", "undone_by_id": self.env.uid, "undone_at": fields.Datetime.now()})

    def _get_free_extension(self):
        """His number, unless somebody has it by now."""
        taken = self.env["res.users"].search_count([("pbx_extension", "=", self.pbx_extension)], limit=1)
        return False if taken else self.pbx_extension
