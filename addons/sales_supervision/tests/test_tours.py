from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import SupervisionCommon


@tagged("post_install", "-at_install")
class TestTours(SupervisionCommon, HttpCase):
    """What the head of sales does here, in a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Tours read English texts.
        cls.env["res.lang"]._activate_lang("en_US")
        cls.head.lang = "en_US"
        entity = cls.make_legal_entity("Tour customer")
        cls.deal = cls.make_deal(
            name="Pump of the tour", user_id=cls.manager.id, team_id=cls.vys.id, legal_entity_id=entity.id
        )

    def test_head_asks_a_customer(self):
        self.env.company.survey_share = 1
        survey = self.env["sales.survey"]._draw(fields.Date.context_today(self.deal).replace(day=1))
        self.start_tour("/odoo/phone-survey", "sales_supervision_survey_tour", login="sb_head")
        self.assertEqual((survey.state, survey.score, survey.words), ("done", 4.0, "All is well."))

    def test_head_takes_a_hard_case_over_and_gives_it_back(self):
        cases = self.env["sales.escalation"].with_user(self.manager)
        case = cases.create([{"lead_id": self.deal.id, "reason": "They want it tomorrow."}])
        self.start_tour("/odoo/hard-cases", "sales_supervision_escalation_tour", login="sb_head")
        self.assertEqual((case.state, self.deal.user_id), ("solved", self.manager))

    def test_the_reports_open(self):
        for path in ("sales-by-step", "requests-by-manager", "sales-tasks", "plan-fact", "survey-results"):
            with self.subTest(path=path):
                self.browser_js(
                    f"/odoo/{path}",
                    "console.log('test successful')",
                    ready="!!document.querySelector('.o_pivot_view, .o_graph_view')",
                    login="sb_head",
                )
