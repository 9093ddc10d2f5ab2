"""The table roles × models: what each role of the company may do with each kind of record.

Letters: r read, w write, c create, d delete; "-" nothing at all. The columns stand in the order of ROLES. Each issue
extends the table with its models. What a rule narrows further (own department, own customers) is tested beside the
rule, in its addon. Rights on core's models that several of our roles share stand at the end.
"""

from odoo.tests import TransactionCase, tagged
from odoo.tests.common import new_test_user

ROLES = {
    "dispatcher": "sales_base.group_dispatcher",
    "manager": "sales_base.group_manager",
    "head": "sales_base.group_head",
    "director": "sales_base.group_director",
    "planner": "order_split.group_planner",
    "foreman": "order_split.group_foreman",
    "worker": "stock_batches.group_worker",
    "supervisor": "stock_batches.group_supervisor",
    "marketer": "marketing_export.group_marketer",
    "accountant": "deal_stages.group_accountant",
}
OURS = {
    "sales_base",
    "sales_leads",
    "sales_absence_holidays",
    "sales_supervision",
    "deal_stages",
    "order_split",
    "deal_supply",
    "deal_service",
    "equipment_certification",
    "sale_forms_ru",
    "stock_batches",
    "stock_batches_mrp",
    "stock_batches_scan",
    "marketing_export",
    "onec_import",
    "industrial_sales",
}
LETTERS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}

TABLE = {
    "crm.appeal": "rwc r r r - - - - - -",
    "crm.call.rule": "r r r r - - - - - -",
    "crm.customer.request": "rwc rwc rwc rwc - - - - - -",
    "crm.deal.paper": "rwcd rwcd rwcd rwcd - - - - - rwc",
    "crm.deal.paper.kind": "r r r r r r r r r r",
    "crm.deal.requirement": "rwcd rwcd rwcd rwcd - - - - - r",
    "crm.engineer.request": "rwc rwc rwc rwc rw rw rw rw rw rw",
    "crm.appeal.source": "r r r r - - - - - -",
    "crm.dispatch.report": "r - r r - - - - - -",
    "crm.dispatch.round": "r - r r - - - - - -",
    "crm.dispatch.rule": "rwcd - - - - - - - - -",
    "crm.dispatch.time": "r - - - - - - - - -",
    "crm.false.reason": "r r r r - - - - - -",
    "crm.inbound.event": "rw - - - - - - - - -",
    "crm.intake.source": "r r r r - - - - - -",
    "crm.lead.missed": "- - r r - - - - - -",
    "crm.mail.label": "rw - - - - - - - - -",
    "crm.mail.rule": "r - - - - - - - - -",
    "crm.own.mailbox": "- rwcd rwcd rwcd - - - - - -",
    "crm.letter": "rw r r r - - - - - -",
    "crm.open.question": "rw rw rw rw - - - - - -",
    "crm.phone.call": "rwc r r r - - - - - -",
    "crm.phone.call.form": "rw rw rw rw - - - - - -",
    "crm.phone.line": "r r r r - - - - - -",
    "crm.seller.check": "- r rw rw - - - - - -",
    "crm.mail.rule.field": "r - - - - - - - - -",
    "crm.spam.rule": "rwc - - - - - - - - -",
    "equipment.certificate": "rwc rwc rwcd rwcd r - - - - -",
    "equipment.certification.release": "r r rc rc - - - - - -",
    "equipment.certification.rule": "r r r r r r r r r r",
    "equipment.material": "r r r r r r r r r r",
    "equipment.parameter": "r r r r r r r r r r",
    "equipment.parameter.choice": "r r r r r r r r r r",
    "equipment.parameter.unit": "r r r r r r r r r r",
    "equipment.scope": "r r r r r r r r r r",
    "equipment.type": "r r r r r r r r r r",
    "marketing.call": "- rw rw rw - - - - r -",
    "marketing.call.campaign": "- r r r - - - - rwc -",
    "marketing.consent": "- - - - - - - - rwc -",
    "marketing.contact": "- - - - - - - - r -",
    "marketing.export": "- - - - - - - - r -",
    "marketing.export.column": "- - - - - - - - rwcd -",
    "marketing.export.omission": "- - - - - - - - r -",
    "marketing.export.profile": "- - - - - - - - rwcd -",
    "marketing.export.schedule": "- - - - - - - - rwcd -",
    "marketing.segment": "- - - - - - - - rwcd -",
    "marketing.person.log": "- - - - - - - - r -",
    "marketing.stale": "- - - - - - - - - -",
    "onec.alias": "- - - - - - - - - -",
    "onec.field": "- - - - - - - - - -",
    "onec.import": "- - - - - - - - - -",
    "onec.import.change": "- - - - - - - - - -",
    "onec.import.column": "- - - - - - - - - -",
    "onec.import.line": "- - - - - - - - - -",
    "onec.import.progress": "- - - - - - - - - -",
    "onec.import.total": "- - - - - - - - - -",
    "onec.peg": "- - - - - - - - - -",
    "onec.profile": "- - - - - - - - - -",
    "onec.record": "- - - - - - - - - -",
    "product.equipment.value": "r r r r r r r r r r",
    "res.free.mail.domain": "r r r r r r r r r r",
    "res.partner.contact.point": "rwcd rwcd rwcd rwcd r r r r r r",
    "res.partner.purchase": "- r r r - - - - - -",
    "res.partner.responsible": "r r rwcd rwcd r r r r r r",
    "res.users.absence": "rwcd rwcd rwcd rwcd r r r r r r",
    "sale.bank.line": "- - - - - - - - - rwc",
    "sale.bank.statement": "- - - - - - - - - rwc",
    "sale.contract": "rwcd rwcd rwcd rwcd - - - - - rw",
    "sale.contract.template": "r r r r r r r r r r",
    "sale.form": "r r r r r r r r - r",
    "sale.form.export": "- - - - - - - - - rwcd",
    "sale.form.kind": "r r r r r r r r r rwc",
    "sale.form.scan": "rwc rwc rwc rwc - - - - - rwc",
    "sale.form.signer": "- - - rwcd - - - - - rwcd",
    "sale.form.version": "r r r r r r r r r r",
    "sale.payment.allocation": "r r r r - - - - - rwcd",
    "sale.payment.request": "rwcd rwcd rwcd rwcd - - - - - rwc",
    "sale.proposal": "rwc rwc rwc rwc - - - - - -",
    "sale.receivable": "r r r r - - - - - r",
    "sale.supply.claim": "r r r r r r - - - -",
    "sale.supply.line": "r r r r r r - - - -",
    "sales.escalation": "- rc rwc rwc - - - - - -",
    "sales.escalation.cause": "- r r r - - - - - -",
    "sales.handover": "- - r r - - - - - -",
    "sales.handover.item": "- - r r - - - - - -",
    "sales.handover.line": "- - r r - - - - - -",
    "sales.lead.report": "- r r r - - - - - -",
    "sales.load": "- - r r - - - - - -",
    "sales.plan": "- r rwcd rwcd - - - - - -",
    "sales.plan.report": "- r r r - - - - - -",
    "sales.request.report": "- r r r - - - - - -",
    "sales.survey": "- - rwc rwc - - - - - -",
    "sales.survey.answer": "- - rwcd rwcd - - - - - -",
    "sales.survey.question": "- - r r - - - - - -",
    "sales.task.report": "- r r r - - - - - -",
    "service.checklist.item": "r r r r r r r r r r",
    "service.contract": "rwcd rwcd rwcd rwcd - - - - - -",
    "service.offer": "rwcd rwcd rwcd rwcd - - - - - -",
    "service.piece": "rw rw rw rw - - - - - -",
    "service.request": "rwc rwc rwc rwc - - - - - -",
    "service.visit": "rwc rwc rwc rwc - - - - - -",
    "service.visit.entry": "- - - - - - - - - -",
    "service.visit.line": "rc rc rc rc - - - - - -",
    "service.visit.part": "r r r r - - - - - -",
    "service.visit.photo": "r r r r - - - - - -",
    "service.visit.remark": "r r r r - - - - - -",
    "stock.expiry.report": "- - - r - - - r - -",
    "stock.label.job": "- - - - r r r rd - -",
    "stock.label.printer": "- - - - r r r rwcd - -",
    "stock.scan.claim": "- - - - - - r rd - -",
    "stock.scan.device": "- - - - - - r rw - -",
    "stock.scan.event": "- - - - - - r r - -",
    "stock.scan.line": "- - - - - - r r - -",
    "stock.scan.session": "- - - - - - r r - -",
    "stock.series.release": "- - - - - - r rc - -",
    "stock.series.release.reason": "- - - - r r r rwc - -",
    "sale.supply.lock": "- - - - - - - - - -",
    "crm.lead": "rwc rwc rwc rwc - - - - - r",
    "crm.stage": "r r r r r r r r r r",
    "mrp.production": "rwc rwc rwc rwc rwcd rwcd r r - -",
    "product.template": "r r r r r r r r r r",
    "purchase.order": "- - - - rwcd r r r - rw",
    "res.partner": "rwc rwc rwc rwc r r r rwc r r",
    "sale.order": "rwc rwc rwc rwc rw rw rw rw - rw",
    "stock.lot": "- - - - rwcd rwcd rwcd rwcd - -",
    "stock.picking": "rwc rwc rwc rwc rwcd rwcd rwcd rwcd - rwc",
    "stock.quant": "r r r r rwc rwc rwc rwc r r",
}


@tagged("post_install", "-at_install")
class TestRoles(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(cls.env, f"table_{role}", groups=f"base.group_user,{group}")
            for role, group in ROLES.items()
        }

    def granted(self, model):
        rights = []
        for user in self.users.values():
            records = self.env[model].with_user(user)
            rights.append("".join(letter for letter, right in LETTERS.items() if records.has_access(right)) or "-")
        return " ".join(rights)

    def test_each_role_has_exactly_its_rights(self):
        found = {model: self.granted(model) for model in TABLE}
        self.assertEqual(found, TABLE)

    def test_the_table_holds_every_model_of_ours(self):
        own = {
            name
            for name, model in self.env.registry.models.items()
            if model._original_module in OURS and not model._abstract and not model._transient
        }
        self.assertEqual(own - set(TABLE), set())

    def test_nobody_but_the_marketer_takes_the_mailing_base_out(self):
        for role, user in self.users.items():
            with self.subTest(role=role):
                allowed = self.env["marketing.contact"].with_user(user).has_access("read")
                self.assertEqual(allowed, role == "marketer")

    def test_a_role_that_is_limited_to_a_department_reads_no_other(self):
        own, other = self.env["crm.team"].create([{"name": "Own"}, {"name": "Other"}])
        head = self.users["head"]
        head.visible_team_ids = own
        leads = self.env["crm.lead"].create(
            [{"name": team.name, "type": "lead", "team_id": team.id, "user_id": head.id} for team in own | other]
        )
        seen = self.env["crm.lead"].with_user(head)
        self.assertEqual(seen.search([("id", "in", leads.ids)]).team_id, own)
        groups = seen._read_group([("id", "in", leads.ids)], ["team_id"], ["__count"])
        self.assertEqual(groups, [(own.with_user(head), 1)])
