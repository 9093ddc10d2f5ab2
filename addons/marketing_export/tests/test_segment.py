from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import MarketingCommon


@tagged("post_install", "-at_install")
class TestSegment(MarketingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_customer("Ivan", cls.at("ivan"), city="Perm")
        cls.make_customer("Anna", cls.at("anna"), kind="potential")
        cls.make_lead("Site", email_from=cls.at("site"))

    def break_domain(self, segment, domain):
        self.env.flush_all()
        self.env.cr.execute("UPDATE marketing_segment SET domain = %s WHERE id = %s", (domain, segment.id))
        segment.invalidate_recordset()

    def test_marketer_makes_a_segment(self):
        with Form(self.env["marketing.segment"].with_user(self.marketer)) as form:
            form.name = "Perm"
            form.domain = f"[('email', 'like', '%@{self.at('x')[2:]}'), ('city', '=', 'Perm')]"
        segment = form.save()
        self.assertRecordValues(segment, [{"count": 1, "user_id": self.marketer.id, "shared": False, "problem": False}])
        self.assertEqual(segment.sample_ids.mapped("email"), [self.at("ivan")])

    def test_segment_lives(self):
        segment = self.make_segment([("email", "like", "%@base.example"), ("kind", "=", "potential")])
        self.assertEqual(segment.count, 1)
        self.make_customer("Olga", self.at("olga"), kind="potential")
        segment.invalidate_recordset()
        self.assertEqual(segment.count, 2)

    def test_dates_that_move_are_allowed(self):
        segment = self.make_segment([("email", "=", self.at("ivan")), ("known_since", ">=", "today -1d")])
        self.assertEqual(segment.count, 1)

    def test_what_is_no_filter_is_refused(self):
        for domain in ("[('nothing', '=', 1)]", "[(", "42", "[('name', 'strange', 1)]", "open('x')", "[('name',)]"):
            with self.subTest(domain=domain), self.assertRaisesRegex(ValidationError, "cannot be read"):
                self.env["marketing.segment"].with_user(self.marketer).create({"name": "Bad", "domain": domain})

    def test_filter_over_what_a_marketer_may_not_see_is_refused(self):
        for domain in ([("lead_id", "!=", False)], [("partner_id.purchase_ids.amount", ">", 1)]):
            with self.subTest(domain=domain), self.assertRaisesRegex(UserError, "not have enough rights|not allowed"):
                self.make_segment(domain)

    def test_filter_over_a_field_that_is_gone_says_so(self):
        segment = self.make_segment()
        self.break_domain(segment, "[('gone', '=', 1)]")
        self.assertIn("gone", segment.problem)
        self.assertEqual((segment.count, len(segment.sample_ids)), (0, 0))
        with self.assertRaisesRegex(UserError, "gone"):
            self.write_file(segment)

    def test_only_the_owner_changes_a_segment(self):
        segment = self.make_segment()
        theirs = segment.with_user(self.colleague)
        with self.assertRaises(AccessError):
            theirs.read(["name"])
        segment.shared = True
        self.assertEqual(theirs.name, "Ours")
        for change in ({"name": "Mine"}, {"shared": False}):
            with self.assertRaises(AccessError):
                theirs.write(change)
        with self.assertRaises(AccessError):
            theirs.unlink()

    def test_nobody_makes_a_segment_in_anothers_name(self):
        with self.assertRaises(AccessError):
            self.make_segment(user_id=self.colleague.id)

    def test_copy_belongs_to_whoever_makes_it(self):
        segment = self.make_segment(shared=True)
        copy = segment.with_user(self.colleague).copy()
        self.assertRecordValues(copy, [{"name": "Ours (copy)", "user_id": self.colleague.id, "shared": False}])
        self.assertEqual(copy.domain, segment.domain)

    def test_exported_segment_is_archived_not_deleted(self):
        segment = self.make_segment()
        segment.copy().unlink()
        self.write_file(segment, "xlsx")
        with self.assertRaisesRegex(UserError, "archive it instead"):
            segment.unlink()
        segment.action_archive()
        self.assertNotIn(segment, self.env["marketing.segment"].search([]))

    def test_other_roles_have_no_segments(self):
        segment = self.make_segment(shared=True)
        for user in (self.employee, self.manager):
            theirs = segment.with_user(user)
            for call in (
                lambda it=theirs: self.write_file(it),
                theirs.action_show_contacts,
                lambda it=theirs: it.read(["name"]),
            ):
                with self.assertRaises(AccessError):
                    call()

    def test_buttons_lead_to_contacts_and_files(self):
        segment = self.make_segment()
        action = segment.action_show_contacts()
        self.assertEqual(self.env[action["res_model"]].search_count(action["domain"]), segment.count)
        self.write_file(segment, "xlsx")
        segment.invalidate_recordset()
        self.assertEqual(segment.export_count, 1)
        action = segment.action_show_exports()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]).segment_id, segment)

    def test_counting_files_of_many_segments_is_one_query(self):
        segments = self.make_segment() + self.make_segment()
        self.write_file(segments[0], "xlsx")
        segments.invalidate_recordset()
        segments.mapped("name")
        with self.assertQueryCount(1):
            self.assertEqual(segments.sudo().mapped("export_count"), [1, 0])
