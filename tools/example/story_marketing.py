"""Part of the story: marketing takes contacts out and has customers called."""

from datetime import timedelta
from pathlib import Path

from odoo.tools import config


class MarketingStory:
    def marketing_exports(self):
        """Night: the scheduled action writes the contact files of marketing."""
        folder = Path(config["data_dir"]) / "marketing" / self.env.cr.dbname
        folder.mkdir(parents=True, exist_ok=True)
        self.env["ir.config_parameter"].sudo().set_param("marketing_export.folder", str(folder))
        segment = self.as_user("marketer", self.env["marketing.segment"]).create(
            {
                "name": "Обращения и покупатели",
                "domain": "[]",
                "unasked_reason": "Покупатели работают с нами много лет",
            }
        )
        due = self.started.replace(microsecond=0) - timedelta(minutes=5)
        profiles = [self.env.ref(f"marketing_export.profile_{name}") for name in ("call", "mailchimp")]
        schedules = self.as_user("marketer", self.env["marketing.export.schedule"]).create(
            [
                {
                    "segment_id": segment.id,
                    "profile_id": profile.id,
                    "reason": "Ежедневная рассылка",
                    "interval": "daily",
                    "start_at": due,
                }
                for profile in profiles
            ]
        )
        # A schedule that is made now runs tomorrow first; the story does not wait for it.
        schedules.sudo().next_run = due
        self.env.cr.commit()
        self.run_action("marketing_export.ir_cron_run_exports")
        for export in self.env["marketing.export"].search([], order="id"):
            self.tell(f"{export.row_count} contacts, {export.omitted_count} left out: {export.path}")
        self.managers_call(segment)

    def managers_call(self, segment):
        """Marketing has the customers called; the manager works his list."""
        managers = self.env["res.users"].search([("login", "in", ("manager", "manager2"))])
        campaign = self.as_user("marketer", self.env["marketing.call.campaign"]).create(
            {
                "name": "Запасные части к насосам",
                "segment_id": segment.id,
                "assignment": "even",
                "manager_ids": managers.ids,
                "script": "<p>Здравствуйте! До конца месяца запасные части отгружаются со склада за три дня.</p>",
            }
        )
        campaign.action_give_out()
        calls = self.as_user("manager", self.env["marketing.call"]).search([("user_id.login", "=", "manager")], limit=2)
        for call, outcome in zip(calls, ("reached", "no_answer"), strict=False):
            call.remark = "Просит прайс-лист" if outcome == "reached" else False
            call._apply(outcome)
        self.tell(f"{campaign.call_count} calls given out, {campaign.reached_count} reached")
