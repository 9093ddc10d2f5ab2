"""What the head of sales and his managers do with leads beside naming and qualifying."""

from datetime import timedelta

from odoo.tests import Form


class HeadStory:
    """Part of the story: the load of the managers, the check in the base, missed limits, a handover and back."""

    def head_looks_at_the_load(self):
        """The head looks how much each of his managers has to do."""
        loads = self.as_user("head", self.env["sales.load"]).search([])
        for load in loads:
            self.tell(
                f"{load.team_id.name}, {load.user_id.name}: {load.open_leads} leads, {load.open_requests} requests,"
                f" {load.open_deals} deals, {load.overdue_tasks} overdue {load.absence or ''}"
            )

    def manager_checks_in_the_base(self):
        """The manager looks what the base knows of whoever asks."""
        manager = self.company.users["manager"]
        leads = self.env["crm.lead"].search([("user_id", "=", manager.id), ("type", "=", "lead")], order="id")
        for lead in self.as_user("manager", leads):
            groups = lead.get_database_check()["groups"]
            rows = [f"{row['name']} ({', '.join(row['reasons'])})" for group in groups for row in group["rows"]]
            self.tell(f"{lead.name}: {'; '.join(rows) or 'nobody alike'}"[:150])

    def missed_limits_are_told(self):
        """A lead of department Vys stays without an answer: its head is told, once."""
        lead = self.env["crm.lead"].search(
            [("team_id", "=", self.company.teams["vys"].id), ("limit_kind", "=", "answer")], order="id", limit=1
        )
        lead.answer_before = self.started - timedelta(hours=1)
        self.env.cr.commit()
        for _again in range(2):
            self.run_action("sales_leads.ir_cron_escalate_leads")
        for missed in lead.missed_ids:
            self.tell(f"{lead.name}: {missed.kind}, told {', '.join(missed.told_ids.mapped('name'))}")

    def head_hands_over_and_back(self):
        """A manager falls ill: the head hands everything over to his colleague, and back."""
        manager, colleague = self.company.users["manager2"], self.company.users["manager"]
        wizards = self.as_user("head", self.env["sales.handover.wizard"])
        form = Form(wizards.with_context(default_user_id=manager.id, lang="ru_RU"))
        form.reason = "Больничный"
        form.receiver_id = colleague
        form.until = self.started.date() + timedelta(days=7)
        action = form.save().action_apply()
        handover = self.as_user("head", self.env["sales.handover"].browse(action["res_id"]))
        for line in handover.line_ids:
            self.tell(f"{manager.name} → {line.to_user_id.name}: {line.summary}")
        handover.action_hand_back()
        self.tell(f"back: {len(handover.item_ids.filtered('returned'))} of {len(handover.item_ids)}")
