from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .common import MarketingCommon

KINDS = ["counterparty", "partner", "potential", "lead"]
LETTERS = "abc"
person = st.tuples(
    st.sampled_from(KINDS),
    st.sampled_from([None, *LETTERS]),
    st.sampled_from([None, 1, 2]),
    st.integers(2001, 2004),
)

change = st.tuples(
    st.integers(0, 4),
    st.sampled_from(["address", "phone", "archive", "blacklist", "kind"]),
    st.sampled_from([None, *LETTERS]),
    st.sampled_from([None, 1, 2]),
)


@tagged("post_install", "-at_install")
class TestFolding(MarketingCommon):
    def make_record(self, kind, letter, number, year):
        email = letter and self.at(letter)
        phone = number and f"+749512399{number}0"
        if kind == "lead":
            record = self.make_lead("Lead", contact_name="Lead", email_from=email, phone=phone)
        else:
            record = self.make_customer("Customer", email, phone, kind=kind)
        self.set_known_since(record, f"{year}-01-01")
        return record

    def make(self, kind, letter, number, year):
        self.make_record(kind, letter, number, year)
        return {
            "kind": kind,
            "email": letter and self.at(letter),
            "phone": number and f"+749512399{number}0",
            "year": year,
        }

    @settings(max_examples=30, deadline=None)
    @given(st.lists(person, max_size=8))
    def test_one_row_for_each_address_and_the_best_wins(self, people):
        made = []
        try:
            with self.env.cr.savepoint():
                made = [self.make(*one) for one in people]
                rows = self.rows("|", ("email", "like", "%@base.example"), ("phone", "like", "+749512399%"))
                self.check(made, rows)
                raise InterruptedError
        except InterruptedError:
            self.env.invalidate_all()

    def check(self, made, rows):
        emails = {one["email"] for one in made} - {None}
        self.assertEqual(sorted(filter(None, rows.mapped("email"))), sorted(emails))
        reachable = {one["phone"] for one in made if one["email"]}
        callers = {one["phone"] for one in made if not one["email"]} - {None}
        by_phone = rows.filtered(lambda row: not row.email)
        self.assertEqual(sorted(by_phone.mapped("phone")), sorted(callers - reachable))
        self.assertEqual(len(set(rows.ids)), len(rows))
        for row in rows:
            same = [one for one in made if (one["email"] or one["phone"]) == (row.email or row.phone)]
            customers = [one for one in same if one["kind"] in KINDS[:2]]
            best = customers or [one for one in same if one["kind"] == "potential"] or same
            self.assertIn(row.kind, {one["kind"] for one in best})
            self.assertEqual(row.known_since.year, max(one["year"] for one in best))

    @settings(max_examples=12, deadline=None)
    @given(st.lists(person, min_size=1, max_size=5), st.lists(change, max_size=6))
    def test_following_changes_is_as_good_as_making_all_anew(self, people, changes):
        try:
            with self.env.cr.savepoint():
                records = [self.make_record(*one) for one in people]
                for position, what, letter, number in changes:
                    self.env["marketing.contact"]._refresh()
                    self.change(records[position % len(records)], what, letter and self.at(letter), number)
                followed = self.read_base()
                self.env["marketing.contact"]._rebuild()
                self.assertEqual(self.read_base(), followed)
                raise InterruptedError
        except InterruptedError:
            self.env.invalidate_all()

    def read_base(self):
        names = [name for name, field in self.env["marketing.contact"]._fields.items() if field.store]
        rows = self.rows("|", ("email", "like", "%@base.example"), ("phone", "like", "+749512399%")).sudo()
        return sorted(rows.read(names), key=lambda row: row["id"])

    def change(self, record, what, email, number):
        phone = number and f"+749512399{number}0"
        is_lead = record._name == "crm.lead"
        if what == "address":
            record.write({"email_from" if is_lead else "email": email})
        elif what == "phone":
            record.write({"phone": phone})
        elif what == "archive":
            record.active = not record.active
        elif what == "blacklist" and (email or phone):
            stop, field = ("mail.blacklist", "email") if email else ("phone.blacklist", "number")
            self.env[stop].create({field: email or phone})
        elif not is_lead:
            record.write({"counterparty_kind": "partner" if record.counterparty_kind == "potential" else "potential"})
