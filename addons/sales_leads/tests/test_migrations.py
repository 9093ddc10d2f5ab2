import importlib.util
from datetime import timedelta
from pathlib import Path

from odoo import fields
from odoo.tests import tagged

from .test_dispatch_rule import DispatchCommon

SCRIPTS = Path(__file__).resolve().parents[1] / "migrations"


@tagged("post_install", "-at_install")
class TestMigrations(DispatchCommon):
    """What a database of a former version is given: each script over the state that it finds there."""

    def migrate(self, script, version="19.0.1.0.0"):
        path = SCRIPTS / script
        spec = importlib.util.spec_from_file_location(path.stem.replace("-", "_"), path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        self.env.flush_all()
        module.migrate(self.env.cr, version)
        self.env.invalidate_all()

    def test_missed_calls_that_were_spoken_to_since_are_done_with(self):
        missed, waiting = self.make_call(), self.make_call(src="74997770099")
        early = self.make_call(start="2026-03-02 08:00:00", answered=True, end=False)
        talk = {"start": "2026-03-02 09:30:00", "answer": "2026-03-02 09:30:00", "answered": True, "end": False}
        spoken = self.make_call(direction="out", src="201", dst="74997770011", **talk)
        self.env.flush_all()
        # As the former version left them: no column knew of each other's calls.
        self.env.cr.execute(
            """UPDATE crm_phone_call SET called_back_at = NULL, called_back_by_id = NULL, call_back_minutes = 0,
                      waits_for_call = state = 'missed' WHERE id = ANY(%s)""",
            [(missed | waiting | early | spoken).ids],
        )
        self.env.invalidate_all()
        self.migrate("19.0.1.1.0/post-settle_calls.py")
        self.assertRecordValues(
            missed, [{"called_back_by_id": spoken.id, "call_back_minutes": 30, "waits_for_call": False}]
        )
        self.assertTrue(waiting.waits_for_call)
        self.assertFalse(waiting.called_back_by_id or early.called_back_by_id)

    def test_a_company_at_work_writes_no_letters_until_it_says_so(self):
        company = self.env.company
        company.write({"acknowledge_mail": True, "introduce_manager": True, "remind_by_mail": True})
        self.migrate("19.0.2.0.0/post-letters.py", version=None)
        self.assertTrue(company.acknowledge_mail and company.introduce_manager and company.remind_by_mail)
        self.migrate("19.0.2.0.0/post-letters.py")
        self.assertFalse(company.acknowledge_mail or company.introduce_manager or company.remind_by_mail)

    def test_new_labels_are_learnt_and_what_the_company_wrote_stays(self):
        labels = self.env["crm.mail.label"]
        phone, company_name = (labels.search([("field", "=", field)]) for field in ("phone", "company_name"))
        phone.synonyms = "Телефон\nВаш номер"
        # The company reads this label in its own way.
        company_name.synonyms = "Контактный номер"
        rule = self.env.ref("sales_leads.mail_rule_form_text")
        rule.body_pattern = (
            "форм[аеуы] обратной связи|contact form on |enquiry email via|заявка с сайта|request details:"
        )
        self.migrate("19.0.2.0.0/post-mail_rules.py")
        known = labels._get_labels()
        self.assertEqual((known["ваш номер телефона"], known["контактный номер"]), ("phone", "company_name"))
        self.assertEqual(phone.synonyms.splitlines().count("Ваш номер"), 1)
        self.assertIn("информационное сообщение сайта", rule.body_pattern)
        rule.body_pattern = "our own words"
        self.migrate("19.0.2.0.0/post-mail_rules.py")
        self.assertEqual(rule.body_pattern, "our own words")

    def test_sorting_times_are_set_and_what_waits_gets_its_suggestion(self):
        appeal = self.receive(self.make_mail("Нужны насосы.")).appeal_id
        self.env["crm.dispatch.rule"].create({"kind": "words", "value": "насос", "team_id": self.vys.id})
        appeal.suggested_team_id = False
        self.env.company.dispatch_time_ids.unlink()
        self.migrate("19.0.2.0.0/post-dispatch.py")
        self.assertEqual(self.env.company.dispatch_time_ids.mapped("hour"), [10, 15])
        self.assertEqual(appeal.suggested_team_id, self.vys)

    def test_the_director_sees_sources_unless_somebody_said_otherwise(self):
        rule = self.env.ref("sales_leads.crm_intake_source_rule_own")
        wanted = rule.domain_force
        former = wanted.replace(" or user.has_group('sales_base.group_director')", "")
        for found, left in ((former, wanted), ("[(0, '=', 1)]", "[(0, '=', 1)]")):
            rule.domain_force = found
            self.migrate("19.0.2.2.0/post-director_sees_sources.py")
            self.assertEqual(rule.domain_force, left)

    def test_first_answers_are_found_in_mails_and_calls(self):
        came = fields.Datetime.now() - timedelta(days=2)
        silent, written, called = (self.make_lead(came) for _lead in range(3))
        letter = {"message_type": "comment", "subtype_xmlid": "mail.mt_comment"}
        for lead, hours in ((written, 3), (written, 1), (written, -5)):
            message = lead.with_user(self.manager).message_post(
                body="Which pump?", partner_ids=lead.partner_id.ids, **letter
            )
            message.sudo().date = came + timedelta(hours=hours)
        silent.with_user(self.manager).message_post(body="Note", subtype_xmlid="mail.mt_note")
        values = {"direction": "out", "state": "answered", "lead_id": called.id}
        self.env["crm.phone.call"].create(
            [{**values, "linkedid": f"m{hours}", "started_at": came + timedelta(hours=hours)} for hours in (4, 2, -1)]
        )
        leads = silent | written | called
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead SET first_answered_at = NULL WHERE id = ANY(%s)", [leads.ids])
        self.env.invalidate_all()
        self.migrate("19.0.2.1.0/post-first_answers.py", version="19.0.2.0.0")
        self.assertFalse(silent.first_answered_at)
        self.assertEqual(written.first_answered_at, came + timedelta(hours=1))
        self.assertEqual(called.first_answered_at, came + timedelta(hours=2))
        self.assertEqual(written.limit_kind, "qualify")

    def make_lead(self, came):
        self.number += 1
        address = f"asked{self.number}@migrated.example"
        appeal = self.env["crm.appeal"].create({"contact_name": "Oleg", "email": address, "received_at": came})
        appeal._sort(self.vys)
        appeal.lead_id._assign(self.manager)
        return appeal.lead_id
