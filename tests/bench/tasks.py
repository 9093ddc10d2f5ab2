"""5 000 call tasks given out at once, against `create()` of as many bare activities: goal, 1.5 times.

Ours chooses whom and who: the segment is searched, those who may not be called, or were called lately, are left out,
one contact a customer, the least loaded manager, his first free day.
"""

from common import databases, environment, result, rounds, stopwatch
from marketing_data import prepare

TASKS = 5_000


def add_managers(database):
    with environment(database, commit=True) as env:
        env["res.users"].create(
            [
                {
                    "name": f"Bench manager {number}",
                    "login": f"bench_manager{number}",
                    "group_ids": [(6, 0, [env.ref("base.group_user").id, env.ref("sales_base.group_manager").id])],
                }
                for number in range(10)
            ]
        )


def give_out(database):
    with environment(database) as env:
        managers = env["res.users"].search([("login", "like", "bench_manager")])
        segment = env["marketing.segment"].create({"name": "Bench", "domain": "[('company', 'like', 'Works %')]"})
        campaign = env["marketing.call.campaign"].create(
            {
                "name": "Bench",
                "segment_id": segment.id,
                "assignment": "even",
                "manager_ids": managers.ids,
                "day_limit": 30,
            }
        )
        env.flush_all()
        env.invalidate_all()
        with stopwatch() as passed:
            campaign.action_give_out()
            env.flush_all()
        assert campaign.call_count == TASKS, campaign.call_count
        return passed()


def make_activities(database):
    with environment(database) as env:
        partners = env["res.partner"].search([("name", "like", "Works %")], limit=TASKS)
        model = env["ir.model"]._get_id("res.partner")
        kind = env.ref("mail.mail_activity_data_call").id
        values = [
            {
                "res_model_id": model,
                "res_id": partner.id,
                "activity_type_id": kind,
                "summary": "Bench",
                "user_id": env.uid,
            }
            for partner in partners
        ]
        env.flush_all()
        env.invalidate_all()
        with stopwatch() as passed:
            env["mail.activity"].create(values)
            env.flush_all()
        return passed()


def main():
    with databases("tasks") as names:
        prepare(names["ours"], TASKS)
        prepare_reference(names["reference"])
        add_managers(names["ours"])
        times = rounds(
            {
                "ours": lambda: give_out(names["ours"]),
                "reference": lambda: make_activities(names["reference"]),
            }
        )
    yield result("tasks", times["ours"], times["reference"], "<= 1.5", n=TASKS)


def prepare_reference(database):
    """As many customers where our addons are not installed."""
    with environment(database, commit=True) as env:
        env["res.partner"].create(
            [{"name": f"Works {number}", "is_company": True} for number in range(TASKS)],
        )
