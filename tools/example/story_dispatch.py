"""The dispatcher's part of the day: suggestions are taken, the rest is decided on, the sorting times are watched."""

from datetime import timedelta

# Look at, look for, department; the first that fits suggests.
RULES = (
    ("line", "+7 487 255-01-22", "konts"),
    ("subject", "/chambers, /trainers", "term"),
    ("words", "камера, тренажёр, климат*", "term"),
    ("words", "масло, масел, сервис, сервисный, расходн*", "konts"),
    ("words", "насос*, компрессор*", "vys"),
)
DAYS = 5


def make_rules(env, teams):
    """Dispatch rules of the example company."""
    env["crm.dispatch.rule"].create(
        [
            {"sequence": number, "kind": kind, "value": value, "team_id": teams[code].id}
            for number, (kind, value, code) in enumerate(RULES, 1)
        ]
    )


class DispatchStory:
    """Steps of `Story`."""

    def dispatcher_sorts(self):
        """The dispatcher takes the suggestions, decides on the rest, takes one step back; the heads are told."""
        appeals = self.as_user("dispatcher", self.env["crm.appeal"].search([("state", "=", "new")]))
        for appeal in appeals:
            # Nobody knows what these want: the largest department asks them.
            if not appeal.action_take_suggestion()["done"]:
                appeal.action_give(self.company.teams["vys"].id)
            self.tell(f"{appeal.display_name} → {appeal.team_id.name} ({appeal.suggestion_reason or 'asked'})")
        last = appeals[-1:]
        team = last.team_id
        last.action_undo()
        last.action_give(team.id)

    def sorting_is_watched(self):
        """The sorting times of the week so far are written down, and who kept them."""
        rounds = self.env["crm.dispatch.round"]
        if not rounds.search_count([], limit=1):
            rounds._plan(self.env.company, self.started - timedelta(days=DAYS))
        self.run_action("sales_leads.ir_cron_watch_sorting")
        for row in self.as_user("director", self.env["crm.dispatch.report"]).search([], order="due_at"):
            self.tell(f"{row.round_id.name}: came {row.came}, in time {row.in_time}, late {row.late + row.unsorted}")
