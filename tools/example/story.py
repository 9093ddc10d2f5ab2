"""One day of the example company, through the real code paths, each step as the one who does it.

Runs inside `odoo shell` of the example database: `Story(env).play()`. Every step commits, so that what the
scheduled actions do runs in transactions of its own, as in life; each prints the documents that it made.
"""

import base64
import json
from datetime import timedelta
from pathlib import Path

from odoo import fields
from odoo.tests import Form

from example import data
from example.company import Company
from example.story_calls import CallSteps
from example.story_certification import CertificationStory
from example.story_deal import DealStory
from example.story_dispatch import DispatchStory
from example.story_forms import FormsStory
from example.story_head import HeadStory
from example.story_letters import LettersMixin
from example.story_marketing import MarketingStory
from example.story_onec import OnecStory
from example.story_rules import RulesStory
from example.story_scan import ScanStory
from example.story_selection import SelectionStory
from example.story_series import SeriesStory
from example.story_service import ServiceStory
from example.story_sources import SourcesStory
from example.story_supply import SupplyStory

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
THREAD, ATTACHMENT = b"{MESSAGE_ID}", b"{ATTACHMENT}"
BIG = 10 * 1024 * 1024


class Story(
    SourcesStory,
    CallSteps,
    DealStory,
    RulesStory,
    SeriesStory,
    ScanStory,
    DispatchStory,
    LettersMixin,
    HeadStory,
    MarketingStory,
    SelectionStory,
    ServiceStory,
    CertificationStory,
    FormsStory,
    SupplyStory,
    OnecStory,
):
    def __init__(self, env):
        self.env = env(context=dict(env.context, lang="ru_RU", tz="Europe/Moscow"))
        self.company = Company(env).load()
        self.started = fields.Datetime.now()

    def play(self):
        steps = (
            self.mails_arrive,
            self.mails_are_interpreted,
            self.dispatcher_marks_spam,
            self.administrator_makes_a_rule,
            self.calls_come,
            self.lines_are_named,
            self.missed_are_called_back,
            self.calls_are_filled_in,
            self.dispatcher_sorts,
            self.sorting_is_watched,
            self.head_looks_at_the_load,
            self.head_names_managers,
            self.letters_are_sent,
            self.manager_checks_in_the_base,
            self.manager_qualifies,
            self.manager_makes_the_deal,
            self.manager_fills_goods,
            self.equipment_is_chosen,
            self.proposal_is_printed,
            self.customer_agrees,
            self.contract_is_signed,
            self.customer_pays,
            self.planner_orders,
            self.foreman_reports,
            self.worker_receives,
            self.bank_statement_comes,
            self.worker_ships,
            self.papers_are_printed,
            self.signed_copy_comes,
            self.service_is_done,
            self.simulator_is_attested,
            self.goods_without_series,
            self.a_series_is_received,
            self.another_series_is_allowed,
            self.a_delivery_is_picked_by_scan,
            self.labels_are_printed,
            self.expiry_work_is_done,
            self.request_becomes_a_deal,
            self.vendor_is_late,
            self.customer_waits_for_all,
            self.request_is_answered_by_mail,
            self.question_stays_unanswered,
            self.manager_asks_for_help,
            self.head_supervises,
            self.missed_limits_are_told,
            self.head_hands_over_and_back,
            self.customer_refuses,
            self.evening_mails_wait,
            self.marketing_exports,
            self.manager_sets_his_mailbox_up,
            self.sources_are_watched,
            self.spare_parts_come_from_1c,
        )
        for number, step in enumerate(steps, 1):
            print(f"\n{number:2}. {step.__doc__.strip()}", flush=True)
            step()
            self.env.cr.commit()
            self.env.invalidate_all()

    # --- helpers ----------------------------------------------------------------------------------

    def tell(self, text):
        print(f"      {text}", flush=True)

    def as_user(self, login, records):
        return records.with_user(self.company.users[login]).with_context(lang="ru_RU", tz="Europe/Moscow")

    def run_action(self, xmlid):
        """Let a scheduled action run now, as its worker would."""
        self.env.cr.commit()
        self.env.ref(xmlid).method_direct_trigger()
        # What it did in its own transactions is seen by the next one of ours.
        self.env.cr.commit()
        self.env.invalidate_all()

    # --- intake -----------------------------------------------------------------------------------

    def mails_arrive(self):
        """Night and morning: mails reach info@ and are stored as they are."""
        self.deliver(SAMPLES / "mail")

    def deliver(self, folder):
        """Hand the mails of a folder to the gateway, each in a transaction of its own."""
        paths = sorted(folder.glob("*.eml"))
        for path in paths:
            raw = path.read_bytes()
            if THREAD in raw:
                raw = raw.replace(THREAD, self.thread_message_id().encode())
            if ATTACHMENT in raw:
                raw = raw.replace(ATTACHMENT, base64.encodebytes(b"%PDF-1.4\n" + b"0" * BIG).strip())
            self.env["mail.thread"].message_process(False, raw)
            self.env.cr.commit()
        stored = self.env["crm.inbound.event"].search_count([])
        self.tell(f"{len(paths)} mails, {paths[0].name} and after; events stored: {stored}")

    def thread_message_id(self):
        """Message-Id of a mail that we sent to a customer yesterday: the reply in the samples answers it."""
        customer = self.env["res.partner"].search([("name", "=", "ООО «Авиатест»")], limit=1)
        message = customer.message_post(
            body="Отправили вам паспорт камеры.",
            partner_ids=customer.child_ids.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            author_id=self.company.users["manager2"].partner_id.id,
        )
        self.env.cr.commit()
        return message.message_id

    def mails_are_interpreted(self):
        """The scheduled action reads them: appeals, customer requests, ignored robots."""
        self.run_action("sales_leads.ir_cron_interpret_events")
        for event in self.env["crm.inbound.event"].search([], order="id"):
            self.tell(f"{event.state:10} {event.display_name}"[:110])

    def calls_come(self):
        """Calls ring: answered and missed, known and unknown."""
        for path in sorted((SAMPLES / "calls").glob("*.json")):
            payload = json.loads(path.read_text(encoding="utf-8"))
            for one in payload if isinstance(payload, list) else [payload]:
                call = self.env["crm.phone.call"]._register_call(one)
                self.tell(f"{call.display_name}: {(call.appeal_id or call.partner_id).display_name}")

    def missed_are_called_back(self):
        """Whoever was missed is called back: the call itself closes the task."""
        for missed in self.env["crm.phone.call"].search([("waits_for_call", "=", True)], order="started_at"):
            began = missed.started_at + timedelta(minutes=20)
            spoken = self.env["crm.phone.call"]._register_call(
                {
                    "linkedid": f"{missed.linkedid}.back",
                    "start": str(began),
                    "answer": str(began + timedelta(seconds=15)),
                    "end": str(began + timedelta(minutes=4)),
                    "src": "201",
                    "dst": missed.number,
                    "direction": "out",
                    "employee": "201",
                }
            )
            self.tell(f"{missed.display_name} → {spoken.user_id.name}, {missed.call_back_minutes:.0f} min")

    # --- dispatch and qualification ---------------------------------------------------------------

    def head_names_managers(self):
        """The heads name a manager for each lead."""
        for code, manager in (("term", "manager"), ("vys", "manager_vys")):
            team = self.company.teams[code]
            head = next(login for login, row in data.USERS.items() if row[4] == code)
            leads = self.env["crm.lead"].search([("team_id", "=", team.id), ("type", "=", "lead")])
            self.as_user(head, leads)._assign(self.company.users[manager])
            self.tell(f"{team.name}: {len(leads)} leads → {self.company.users[manager].name}")

    def manager_qualifies(self):
        """The manager qualifies his leads."""
        leads = self.env["crm.lead"].search(
            [("user_id", "=", self.company.users["manager"].id), ("type", "=", "lead")], order="id"
        )
        for lead in self.as_user("manager", leads):
            wizard = self.env["crm.lead.qualify"].with_user(self.company.users["manager"])
            wizard = wizard.with_context(default_lead_id=lead.id, active_id=lead.id, active_model="crm.lead")
            form = Form(wizard)
            form.outcome = "lead"
            form.save().action_apply()
            self.tell(f"{lead.name}: {lead.qualification}")

    # --- supply -----------------------------------------------------------------------------------

    def planner_orders(self):
        """The planner confirms the supplier order and starts production."""
        lines = self.order.supply_line_ids
        for purchase in self.as_user("planner", lines.purchase_line_id.order_id):
            purchase.button_confirm()
            self.tell(f"{purchase.name} to {purchase.partner_id.name}")
        for production in self.as_user("planner", lines.production_id):
            production.action_assign()
            self.tell(f"{production.name}: {production.product_qty:g} × {production.product_id.name}")

    def foreman_reports(self):
        """The foreman reports the made part as done."""
        for production in self.as_user("foreman", self.order.supply_line_ids.production_id):
            self.report(production, production.product_qty).action_finish()
            self.tell(f"{production.name}: {production.state}")
        self.env.cr.commit()
        self.tell(self.order.supply_summary or "")

    def report(self, production, quantity):
        """The foreman's dialog with the quantity that is done, not yet confirmed."""
        wizard = self.env["mrp.production.report"].with_user(self.company.users["foreman"])
        form = Form(wizard.with_context(default_production_id=production.id, lang="ru_RU"))
        form.done_quantity = quantity
        return form.save()

    def worker_receives(self):
        """The bought part is received at the warehouse."""
        pickings = self.order.supply_line_ids.purchase_line_id.order_id.picking_ids
        for picking in self.as_user("worker", pickings.filtered(lambda one: one.state not in ("done", "cancel"))):
            self.move_all(picking)
            self.tell(f"{picking.name}: {picking.state}")
        self.env.cr.commit()
        self.tell(f"deal at stage “{self.deal.stage_id.name}”; {self.order.supply_summary}")

    def move_all(self, picking):
        picking.action_assign()
        for move in picking.move_ids:
            move.picked = True
        done = picking.with_context(skip_backorder=True, skip_expired=True).button_validate()
        if done is not True:
            raise AssertionError(f"{picking.name} could not be validated: {done}")

    def worker_ships(self):
        """The order is shipped; the oldest series of the oil leaves first."""
        pickings = self.order.picking_ids.filtered(lambda one: one.state not in ("done", "cancel"))
        for picking in self.as_user("worker", pickings):
            self.move_all(picking)
            for line in picking.move_line_ids:
                series = f", series {line.lot_id.name}" if line.lot_id else ""
                self.tell(f"{picking.name}: {line.quantity:g} × {line.product_id.name}{series}")
        self.env.cr.commit()
        self.tell(f"deal at stage “{self.deal.stage_id.name}”")

    # --- what is left for tomorrow ----------------------------------------------------------------

    def manager_asks_for_help(self):
        """A deal gets hard: its manager tells the head, who takes it over and writes down the solution."""
        deal = self.env["crm.lead"].search(
            [("user_id", "=", self.company.users["manager2"].id), ("type", "=", "opportunity")], order="id", limit=1
        )
        cases = self.as_user("manager2", self.env["sales.escalation"])
        case = cases.create([{"lead_id": deal.id, "reason": "Просят поставить всё за неделю, иначе уйдут."}])
        head = next(login for login, user in self.company.users.items() if user == case.head_id)
        case = self.as_user(head, case)
        case.action_take_over()
        case.write(
            {
                "cause_id": self.env.ref("sales_supervision.sales_escalation_cause_deadline").id,
                "solution": "Договорились: камеры со склада сейчас, остальное через три недели.",
            }
        )
        case.action_solve_and_give_back()
        self.tell(f"{deal.name}: {case.cause_id.name} → {case.solution}")

    def head_supervises(self):
        """The head plans the month and calls a customer that was drawn at random."""
        team, month = self.company.teams["term"], self.started.date().replace(day=1)
        plans = self.as_user("head", self.env["sales.plan"]).create(
            [
                {"team_id": team.id, "month": month, "user_id": user.id, "amount": amount}
                for user, amount in ((self.company.users["manager"], 10e6), (self.env["res.users"], 15e6))
            ]
        )
        for plan in plans:
            self.tell(f"{plan.display_name}: {plan.won_amount:,.0f} of {plan.amount:,.0f}, {plan.fulfilment:.0%}")
        surveys = self.as_user("head", self.env["sales.survey"])
        surveys.action_draw()
        survey = surveys.search([("head_id", "=", self.company.users["head"].id)], order="id", limit=1)
        survey.answer_ids.write({"score": "4"})
        survey.words = "Всё хорошо, но ответа ждали два дня."
        survey.action_done()
        self.tell(f"{survey.partner_id.name} about {survey.user_id.name}: {survey.score:.1f}")

    def evening_mails_wait(self):
        """Evening: more mails; one is sorted and waits for its head, the others for the dispatcher."""
        self.deliver(SAMPLES / "mail" / "evening")
        self.run_action("sales_leads.ir_cron_interpret_events")
        appeals = self.env["crm.appeal"].search([("state", "=", "new")], order="id")
        self.as_user("dispatcher", appeals[:1])._sort(self.company.teams["term"])
        for appeal in appeals:
            self.tell(f"{appeal.display_name}: {appeal.state}")
