from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

# The new manager is told at once of so many records of a kind by name; the rest stands in the record.
NAMED = 30
SILENT = {"mail_auto_subscribe_no_notify": True, "mail_activity_quick_update": True}


class SalesHandover(models.Model):
    """Everything that a manager had went to others: who got what, why, and what went back."""

    _name = "sales.handover"
    _description = "Handover"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "handed_at desc, id desc"
    _rec_name = "user_id"
    # It is written by the handover alone; heads remember and discuss on it.
    _mail_post_access = "read"

    user_id = fields.Many2one("res.users", "From", required=True, readonly=True, index=True, ondelete="restrict")
    handed_by_id = fields.Many2one("res.users", "By", required=True, readonly=True)
    handed_at = fields.Datetime("When", required=True, readonly=True, default=fields.Datetime.now)
    reason = fields.Char(required=True, readonly=True)
    until = fields.Date("Hand back on", readonly=True)
    state = fields.Selection(
        [("done", "Handed over"), ("returned", "Handed back")],
        required=True,
        default="done",
        readonly=True,
        index=True,
        tracking=True,
    )
    returned_at = fields.Datetime("Handed back at", readonly=True)
    returned_by_id = fields.Many2one("res.users", "Handed back by", readonly=True)
    line_ids = fields.One2many("sales.handover.line", "handover_id", "To whom", readonly=True)
    item_ids = fields.One2many("sales.handover.item", "handover_id", "What", readonly=True)

    @api.depends("user_id", "handed_at")
    def _compute_display_name(self):
        for handover in self:
            day = fields.Datetime.context_timestamp(handover, handover.handed_at or fields.Datetime.now()).date()
            handover.display_name = f"{handover.user_id.name}, {fields.Date.to_string(day)}"

    # --- what a manager holds --------------------------------------------------------------------

    @api.model
    def _get_handover_items(self):
        """What a manager may hold, in the order in which it is moved; addons add what they hold.

        :return: {kind: {"label": translated word, "model": name, "domain": Domain of what is still open,
            "user_field": field that names the manager, "name_field": field that names the record to people,
            "as_superuser": True where a head who may see the record has no right to write it,
            "told_field": field, if there is one, that keeps whom the record itself has told}};
            the department is the record's `team_id`, where its model has one
        """
        return {
            "customer": {
                "label": self.env._("Customers"),
                "model": "res.partner.responsible",
                "domain": Domain.TRUE,
                "user_field": "user_id",
                "name_field": "partner_id",
            },
            "request": {
                "label": self.env._("Customer requests"),
                "model": "crm.customer.request",
                "domain": Domain("state", "=", "new"),
                "user_field": "user_id",
                "told_field": "told_user_id",
                "name_field": "display_name",
            },
            **self._get_lead_items(),
            "task": {
                "label": self.env._("Tasks"),
                "model": "mail.activity",
                "domain": Domain("res_model", "!=", False),
                "user_field": "user_id",
                "name_field": "display_name",
                # Whoever gets a task follows its document, and a head only reads some of them, such as calls.
                "as_superuser": True,
            },
        }

    @api.model
    def _get_lead_items(self):
        labels = {"lead": self.env._("Leads"), "opportunity": self.env._("Deals")}
        return {
            kind: {
                "label": label,
                "model": "crm.lead",
                "domain": Domain("won_status", "=", "pending") & Domain("type", "=", kind),
                "user_field": "user_id",
                "name_field": "display_name",
            }
            for kind, label in labels.items()
        }

    @api.model
    def _get_held_domain(self, item, user):
        return item["domain"] & Domain(item["user_field"], "=", user.id)

    @api.model
    def _find_held(self, user):
        """{(department or empty, kind): records} that the manager holds, as far as the caller may move them."""
        held = {}
        for kind, item in self._get_handover_items().items():
            records = self.env[item["model"]].search(self._get_held_domain(item, user))
            teams = self._get_departments(records, user)
            for team, group in records.grouped(teams.get).items():
                held[team, kind] = group
        return held

    @api.model
    def _get_departments(self, records, user):
        """{record: department, or an empty one}; a task belongs to the department of its document."""
        # To which department something belongs is no secret from whoever may move it.
        nowhere = self.env["crm.team"]
        if records._name != "mail.activity":
            known = "team_id" in records._fields
            return {record: record.sudo().team_id.with_env(self.env) if known else nowhere for record in records}
        places = {}
        for model, tasks in records.grouped("res_model").items():
            documents = self.env[model].browse(set(tasks.mapped("res_id")))
            places |= {(model, key): team for key, team in self._get_document_teams(documents, user).items()}
        return {task: places.get((task.res_model, task.res_id), nowhere) for task in records}

    @api.model
    def _get_document_teams(self, documents, user):
        if documents._name == "res.partner":
            lines = self.env["res.partner.responsible"].search(
                [("user_id", "=", user.id), ("partner_id", "in", documents.commercial_partner_id.ids)]
            )
            teams = {line.partner_id: line.team_id for line in lines}
            return {
                partner.id: teams[partner.commercial_partner_id]
                for partner in documents
                if partner.commercial_partner_id in teams
            }
        teams = self._get_departments(documents, user) if documents._name != "mail.activity" else {}
        return {document.id: team for document, team in teams.items()}

    @api.model
    def _count_out_of_reach(self, user, held):
        """How much the manager holds in departments that the caller does not see."""
        everything = sum(
            # Only the number is told, so that the head knows that something stays.
            self.env[item["model"]].sudo().search_count(self._get_held_domain(item, user))
            for item in self._get_handover_items().values()
        )
        return everything - sum(map(len, held.values()))

    @api.model
    def _get_receivers(self, user, team):
        """Managers of the department, its head included; of what has no department whoever works in sales."""
        # Memberships and roles tell who works where; a head need not be allowed to edit them.
        team = team.sudo()
        people = (
            team.member_ids | team.user_id if team else self.env.ref("sales_base.group_manager").sudo().all_user_ids
        )
        return (people.filtered(lambda person: person.active and not person.share) - user.sudo()).with_env(self.env)

    # --- over ------------------------------------------------------------------------------------

    @api.model
    def _get_dialog(self, user):
        """Action of the dialog in which a head hands over what `user` has."""
        self._check_head()
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_leads.sales_handover_wizard_action")
        return action | {"context": {"default_user_id": user.id}}

    @api.model
    def _check_head(self):
        if not self.env.su and not self.env.user.has_group("sales_base.group_head"):
            raise AccessError(self.env._("Only the head of sales hands over the work of his managers."))

    @api.model
    def _hand_over(self, user, receivers, reason, until=False):
        """Move what a manager holds to others; deadlines stay as they are, each receiver is told once.

        :param user: res.users who is away or leaves
        :param receivers: {department, empty for what has none: res.users}; what is of other departments stays
        :param reason: one sentence
        :param until: day on which the caller is reminded to hand back
        :return: sales.handover
        :raises UserError: when there is nothing to move
        """
        self._check_head()
        self._check_receivers(user, receivers)
        held = self._find_held(user)
        moved = {key: records for key, records in held.items() if receivers.get(key[0])}
        if not moved:
            raise UserError(self.env._("%s has nothing that you could hand over.", user.name))
        # The record is evidence: nobody may write it but the handover itself.
        handover = self.sudo().create(
            {"user_id": user.id, "handed_by_id": self.env.uid, "reason": reason, "until": until}
        )
        lines = handover._make_lines(receivers, moved)
        for (team, kind), records in moved.items():
            handover._keep_items(lines[team], kind, records)
        handover.with_env(self.env)._move(moved, {key: receivers[key[0]] for key in moved})
        handover._tell_receivers()
        if until:
            handover.with_env(self.env)._remind_to_return()
        return handover.with_env(self.env)

    @api.model
    def _check_receivers(self, user, receivers):
        for team, receiver in receivers.items():
            if receiver and receiver not in self._get_receivers(user, team):
                raise UserError(
                    self.env._(
                        "%(user)s does not work in department %(team)s.",
                        user=receiver.name,
                        team=team.name or self.env._("of sales"),
                    )
                )

    def _make_lines(self, receivers, moved):
        """{department: line} of those who get something."""
        teams = list(dict.fromkeys(team for team, _kind in moved))
        lines = self.env["sales.handover.line"].create(
            [{"handover_id": self.id, "team_id": team.id, "to_user_id": receivers[team].id} for team in teams]
        )
        return dict(zip(teams, lines, strict=True))

    def _keep_items(self, line, kind, records):
        item = self._get_handover_items()[kind]
        self.env["sales.handover.item"].create(
            [
                {
                    "handover_id": self.id,
                    "line_id": line.id,
                    "kind": kind,
                    "res_model": record._name,
                    "res_id": record.id,
                    "name": self._name_record(item, record),
                }
                for record in records
            ]
        )

    @api.model
    def _name_record(self, item, record):
        value = record[item["name_field"]]
        return (value.display_name if isinstance(value, models.BaseModel) else value) or record.display_name

    @api.model
    def _move(self, moved, users):
        """Write the new managers, one write for each kind and manager; nobody gets a mail for each record."""
        items = self._get_handover_items()
        together = defaultdict(lambda: {})
        for key, records in moved.items():
            kind, user = key[1], users[key]
            known = together[kind].get(user, records.browse())
            together[kind][user] = known | records
        for kind in items:
            # The list tells the receiver of all of them: no record tells him of itself, its tasks stay.
            written = [items[kind]["user_field"], *filter(None, [items[kind].get("told_field")])]
            for user, records in together[kind].items():
                # What he may not see is not among them.
                records = records.sudo() if items[kind].get("as_superuser") else records
                records.with_context(**SILENT).write(dict.fromkeys(written, user.id))

    def _remind_to_return(self):
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self.until,
            summary=self.env._("Hand the work of %s back", self.user_id.name),
            user_id=self.env.uid,
        )

    # --- and back --------------------------------------------------------------------------------

    def action_hand_back(self):
        """Give back what came by these handovers and is still open with whoever got it."""
        self._check_head()
        for handover in self:
            handover._hand_back()
        return True

    def _hand_back(self):
        if self.state == "returned":
            raise UserError(self.env._("It was handed back already."))
        if not self.user_id.active:
            raise UserError(self.env._("%s works here no more: name another manager.", self.user_id.name))
        kept = self._find_kept()
        moved = {(self.env["crm.team"], kind): records for kind, records in kept.items() if records}
        self._move(moved, dict.fromkeys(moved, self.user_id))
        record = self.sudo()  # see _hand_over
        for kind, records in kept.items():
            record.item_ids.filtered(
                lambda item, kind=kind, ids=set(records.ids): item.kind == kind and item.res_id in ids
            ).returned = True
        record.write({"state": "returned", "returned_at": fields.Datetime.now(), "returned_by_id": self.env.uid})
        self.activity_feedback(["mail.mail_activity_data_todo"])
        record._tell(self.user_id, record.item_ids.filtered("returned"), back=True)

    def _find_kept(self):
        """{kind: records} that were handed over by this and are still open with the same receiver."""
        items = self._get_handover_items()
        kept = {}
        for (line, kind), given in self.item_ids.grouped(lambda item: (item.line_id, item.kind)).items():
            if kind not in items:
                continue  # its addon was uninstalled since
            domain = self._get_held_domain(items[kind], line.to_user_id) & Domain("id", "in", given.mapped("res_id"))
            records = self.env[items[kind]["model"]].search(domain)
            kept[kind] = kept.get(kind, records.browse()) | records
        return kept

    # --- telling ---------------------------------------------------------------------------------

    def _tell_receivers(self):
        for user, lines in self.line_ids.grouped("to_user_id").items():
            self._tell(user, lines.item_ids)

    def _tell(self, user, items, back=False):
        """One message with the list of what came."""
        if not items or user == self.env.user:
            return
        handover = self.with_context(lang=user.lang or self.env.lang)
        values = {"from": self.user_id.name, "reason": self.reason}
        title = (
            handover.env._("Your work comes back to you")
            if back
            else handover.env._("The work of %(from)s comes to you: %(reason)s", **values)
        )
        handover.message_notify(
            partner_ids=user.partner_id.ids,
            subject=title,
            body=Markup("<p>%s</p>%s") % (title, handover._prepare_list(items)),
        )

    def _prepare_list(self, items):
        labels = {kind: item["label"] for kind, item in self._get_handover_items().items()}
        lists = Markup()
        for kind, given in items.grouped("kind").items():
            names = [Markup("<li>%s</li>") % name for name in given[:NAMED].mapped("name")]
            if len(given) > NAMED:
                names.append(Markup("<li>%s</li>") % self.env._("and %s more", len(given) - NAMED))
            lists += Markup("<p><b>%s: %s</b></p><ul>%s</ul>") % (labels[kind], len(given), Markup().join(names))
        return lists
