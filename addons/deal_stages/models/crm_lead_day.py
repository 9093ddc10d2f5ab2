from datetime import datetime

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime

SHOWN = 30  # of each section; the rest is in the lists


class CrmLead(models.Model):
    """My day: what waits for whoever looks, on one screen."""

    _inherit = "crm.lead"

    @api.model
    def _get_deals_action(self):
        """The board of deals: a manager begins with his own, a head with those of his department."""
        action = self.env["ir.actions.act_window"]._for_xml_id("deal_stages.deal_action")
        if self.env.user.has_group("sales_base.group_head"):
            action["context"] = {"default_type": "opportunity"}
        return action

    @api.model
    def get_my_day(self):
        """What the screen shows: the sections in their order, each with its rows, the most urgent first."""
        rows = self._get_my_day()
        today = fields.Date.context_today(self)
        sections = []
        for code, label in self._get_my_day_sections():
            own = sorted(
                (row for row in rows if row["section"] == code), key=lambda row: (not row["date"], str(row["date"]))
            )
            shown = [self._format_my_day(row, today) for row in own[:SHOWN]]
            sections.append({"code": code, "label": label, "count": len(own), "rows": shown})
        return {"user": self.env.user.name, "today": format_date(self.env, today), "sections": sections}

    @api.model
    def _get_my_day_sections(self):
        """[(code, translated title)] in the order of the screen; who adds rows of a kind of his own adds its section."""
        return [("tasks", self.env._("Tasks due")), ("deals", self.env._("Deals that wait for me"))]

    @api.model
    def _get_my_day(self):
        """What waits for the acting user today, the most urgent first.

        :return: list of dicts with the keys section, kind (translated word), name, date (or the moment, or False),
            res_model, res_id, and activity_id of a task that can be ticked off
        """
        return [*self._get_my_tasks(), *self._get_my_waiting_deals()]

    @api.model
    def _get_my_tasks_domain(self):
        """Tasks that are listed; sections that show their records themselves leave theirs out."""
        today = fields.Date.context_today(self)
        return (
            Domain("user_id", "=", self.env.uid)
            & Domain("date_deadline", "<=", today)
            & Domain("res_model", "!=", False)
        )

    @api.model
    def _get_my_tasks(self):
        tasks = self.env["mail.activity"].search(self._get_my_tasks_domain(), order="date_deadline, id")
        return [
            {
                "section": "tasks",
                "kind": task.summary or task.activity_type_id.name,
                "name": task.res_name,
                "date": task.date_deadline,
                "res_model": task.res_model,
                "res_id": task.res_id,
                "activity_id": task.id,
            }
            for task in tasks
        ]

    @api.model
    def _get_my_waiting_deals(self):
        """Deals of mine that nothing is planned for, that stand too long, or whose money is late."""
        deals = self.search(
            [("type", "=", "opportunity"), ("user_id", "=", self.env.uid), ("won_status", "=", "pending")]
        )
        rows = []
        for deal in deals:
            if deal.amount_overdue:
                rows.append(self._describe_my_record(deal, "deals", self.env._("Payment is overdue")))
            elif deal.has_no_step:
                rows.append(self._describe_my_record(deal, "deals", self.env._("No planned step")))
            elif deal.is_rotting:
                words = self.env._("%s days in this stage", deal.rotting_days)
                rows.append(self._describe_my_record(deal, "deals", words))
        return rows

    @api.model
    def _describe_my_record(self, record, section, kind, date=False, name=None):
        """A row of `_get_my_day` for any record."""
        return {
            "section": section,
            "kind": kind,
            "name": name or record.display_name,
            "date": date,
            "res_model": record._name,
            "res_id": record.id,
            "activity_id": False,
        }

    @api.model
    def _format_my_day(self, row, today):
        """As the screen shows it: the day in words of the reader, and how it stands to today."""
        moment = row["date"]
        timed = isinstance(moment, datetime)
        late = bool(moment) and moment < (fields.Datetime.now() if timed else today)
        words = format_datetime(self.env, moment, dt_format="short") if timed else format_date(self.env, moment)
        return row | {
            "key": f"{row['res_model']},{row['res_id']},{row['activity_id'] or row['kind']}",
            "date": words or "",
            "late": late,
        }
