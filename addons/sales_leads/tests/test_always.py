import base64

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .common import SalesLeadsCommon

KNOWN, OTHER, STRANGER, SPAMMER = "known", "other", "stranger", "spammer"
PEOPLE = {
    KNOWN: ("semenov@vodokanal.example", "74951234567"),
    OTHER: ("second@newcomer.example", "74997770012"),
    STRANGER: ("first@elsewhere.example", "74997770011"),
    SPAMMER: ("ads@spam-shop.example", "74997770013"),
}
WRITES = st.tuples(st.sampled_from(("mail", "answered", "missed")), st.sampled_from(sorted(PEOPLE)))
DECIDES = st.tuples(
    st.sampled_from(("sort", "reject", "restore", "spam", "no_spam", "name", "win")), st.sampled_from((0, 1))
)
STEPS = st.lists(st.one_of(WRITES, WRITES, DECIDES), min_size=2, max_size=9)


@tagged("post_install", "-at_install")
class TestAlways(SalesLeadsCommon):
    """Whatever comes in whatever order, and whatever the dispatcher does between: nothing is lost or doubled."""

    @settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
    @given(STEPS)
    def test_every_mail_and_call_is_something_and_known_customers_never_appeals(self, steps):
        with self.env.cr.savepoint() as savepoint:
            self.first_appeal = self.env["crm.appeal"].search([], order="id desc", limit=1).id or 0
            for kind, whom in steps:
                getattr(self, f"do_{kind}")(whom)
                self.env.flush_all()
                self.check_appeals()
            savepoint.rollback()
        self.env.invalidate_all()

    # --- steps -----------------------------------------------------------------------------------

    def do_mail(self, whom):
        address = PEOPLE[whom][0]
        known, silenced = self.is_known(address), self.env["crm.spam.rule"]._find_rule(address)
        event = self.receive(self.make_mail(f"Pump for {whom}.", sender=address))
        self.assertIn(event.state, ("processed", "ignored"))
        self.assertEqual(event.state == "ignored", bool(silenced) and not known, event.error)
        self.check_outcome(event, known)
        self.assertEqual(base64.b64decode(event.raw).count(b"Pump for"), 1)

    def do_answered(self, whom):
        self.register(whom, answered=True, answer="2026-03-02 09:00:10")

    def do_missed(self, whom):
        self.register(whom)

    def register(self, whom, **values):
        number = PEOPLE[whom][1]
        known = self.is_known(number)
        call = self.make_call(src=number, **values)
        self.check_outcome(call, known)
        again = self.make_call(linkedid=call.linkedid, src=number, **values)
        self.assertEqual(again, call)

    def do_sort(self, last):
        self.choose("new", last)._sort(self.vys)

    def do_reject(self, last):
        self.choose("new", last).action_reject()

    def do_restore(self, last):
        self.choose("rejected", last).action_restore()

    def do_spam(self, last):
        appeal = self.choose("new", last).filtered("email")
        value = appeal and self.env["crm.spam.rule"]._get_value(appeal.email, "address")
        if value and not self.env["crm.spam.rule"]._get_refusal(value):
            appeal._reject_as_spam({appeal: self.env["crm.spam.rule"]._mark([value])[value]})

    def do_no_spam(self, _last):
        self.env["crm.spam.rule"].search([]).action_undo()

    def do_name(self, last):
        """The dispatcher learns whose appeal it is."""
        self.choose("new", last).write({"email": PEOPLE[KNOWN][0]})

    def do_win(self, last):
        self.choose("sorted", last).partner_id._promote()

    def choose(self, state, last):
        order = "id desc" if last else "id"
        domain = [("state", "=", state), ("id", ">", self.first_appeal)]
        return self.env["crm.appeal"].with_user(self.dispatcher).search(domain, order=order, limit=1).sudo()

    # --- what always holds -----------------------------------------------------------------------

    def is_known(self, address):
        found = self.env["crm.intake"]._match({"email" if "@" in address else "phone": address})
        return any(customer._is_known() for customer in found.commercial_partner_id)

    def check_outcome(self, source, known):
        """A mail or call is a request of a known customer, or an appeal or note of anybody else; never nothing."""
        made = bool(source.request_id) + bool(source.appeal_id or source.lead_id)
        if source._name == "crm.inbound.event" and source.state == "ignored":
            self.assertEqual((made, bool(source.error), bool(source.spam_rule_id)), (0, True, True))
            return
        self.assertEqual(made, 1)
        self.assertEqual(bool(source.request_id), known)

    def check_appeals(self):
        appeals = self.env["crm.appeal"].search([("id", ">", self.first_appeal)])
        for appeal in appeals:
            lead = appeal.lead_id
            self.assertTrue(lead, appeal.number)
            self.assertEqual(lead.active, appeal.state in ("new", "sorted"))
            self.assertEqual(bool(lead.team_id), appeal.state == "sorted")
        for partner in appeals.filtered(lambda appeal: appeal.state == "new").partner_id:
            self.assertTrue(partner.active)
            self.assertFalse(partner.commercial_partner_id._is_known(), "a customer of ours stands on the board")
        asked = self.env["crm.customer.request"].search([("active", "=", True)])
        self.assertTrue(all(one.partner_id or one.candidate_ids for one in asked))
