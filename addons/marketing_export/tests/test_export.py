import hashlib

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools import mailchimp
from .common import MarketingCommon


@tagged("post_install", "-at_install")
class TestExport(MarketingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.phone = cls.make_phone()
        cls.kazan = cls.env["res.country.state"].create(
            {"name": "Tatarstan", "code": "XTA", "country_id": cls.env.ref("base.ru").id}
        )
        cls.plant = cls.make_customer("=Plant, «North»", kind="partner", is_company=True)
        cls.ivan = cls.make_customer(
            "Петров Иван Сергеевич",
            cls.at("ivan"),
            cls.phone,
            kind=False,
            parent_id=cls.plant.id,
            type="other",
            street="Main st. 1",
            city="Kazan",
            zip="420000",
            state_id=cls.kazan.id,
            country_id=cls.env.ref("base.ru").id,
        )

    def export(self, file_format="mailchimp_csv", user=None, **kwargs):
        return self.write_file(self.make_segment(user=user), file_format, **kwargs)

    def test_file_for_mailchimp(self):
        export = self.export()
        self.assertRecordValues(
            export,
            [{"state": "done", "row_count": 1, "omitted_count": 0, "user_id": self.marketer.id, "path": False}],
        )
        self.assertEqual(
            self.read_csv(export),
            [
                {
                    "Email Address": self.at("ivan"),
                    "First Name": "Иван Сергеевич",
                    "Last Name": "Петров",
                    "Address": "Main st. 1, Kazan, Tatarstan, 420000, RU",
                    "Phone Number": self.phone,
                    "Company": "'=Plant, «North»",
                    "Tags": "Partner",
                    "Country Code": "RU",
                    "Last Order": "",
                }
            ],
        )
        raw = export.sudo().attachment_id.raw
        self.assertTrue(raw.startswith(",".join(mailchimp.HEADER).encode() + b","))

    def test_tags_tell_department_and_interest(self):
        valves = self.env["equipment.type"].create({"name": "Valves, gates"})
        self.make_lead("Wants", partner_id=self.ivan.id, equipment_type_id=valves.id)
        self.assertEqual(self.read_csv(self.export())[0]["Tags"], 'Partner,Pumps,"Valves, gates"')

    def test_company_has_no_first_name_and_country_alone_is_no_address(self):
        self.make_customer("Plant", self.at("plant"), is_company=True, country_id=self.env.ref("base.ru").id)
        row = next(row for row in self.read_csv(self.export()) if row["Email Address"] == self.at("plant"))
        self.assertEqual((row["First Name"], row["Last Name"], row["Company"]), ("", "", "Plant"))
        self.assertEqual(row["Address"], "")

    def test_long_names_are_clipped_for_mailchimp_only(self):
        name = "Ж" * 300
        self.make_customer(name, self.at("long"), is_company=True)
        row = next(row for row in self.read_csv(self.export()) if row["Email Address"] == self.at("long"))
        self.assertEqual(row["Company"], "Ж" * 127)
        texts = [cell.value for row in self.read_xlsx(self.export("xlsx")) for cell in row]
        self.assertIn(name, texts)

    def test_what_is_left_out_of_a_mailing_is_counted_by_reason(self):
        self.make_customer("Stop", self.at("stop"))
        self.make_customer("Role", self.at("abuse"))
        self.make_customer("Other role", self.at("postmaster"))
        self.make_customer("Bad", self.at("-bad"))
        self.make_customer("Quiet", self.at("quiet"), quiet := self.make_phone())
        caller = self.make_phone()
        self.make_customer("Caller", phone=caller)
        self.env["mail.blacklist"]._add(self.at("stop"))
        self.env["phone.blacklist"]._add([quiet])
        domain = ["|", ("email", "like", "%@base.example"), ("phone", "=", caller)]
        export = self.write_file(self.make_segment(domain), "mailchimp_csv")
        self.assertEqual(self.omissions(export), {"opted_out": 1, "role": 2, "invalid": 1, "no_email": 1, "phone": 1})
        self.assertEqual((export.row_count, export.omitted_count), (2, 5))
        rows = {row["Email Address"]: row["Phone Number"] for row in self.read_csv(export)}
        self.assertEqual(rows, {self.at("ivan"): self.phone, self.at("quiet"): ""})

    def test_workbook_leaves_out_who_wants_neither_mail_nor_call(self):
        quiet, caller = self.make_phone(), self.make_phone()
        self.make_customer("No mail", self.at("nomail"), caller)
        self.make_customer("No call", self.at("nocall"), quiet)
        self.make_customer("Neither", self.at("neither"))
        for name in ("nomail", "neither"):
            self.env["mail.blacklist"]._add(self.at(name))
        self.env["phone.blacklist"]._add([quiet])
        export = self.export("xlsx")
        header, *rows = self.read_xlsx(export)
        columns = {cell.value: cell.column - 1 for cell in header}
        reach = {
            row[columns["Contact"]].value: (row[columns["E-mail"]].value, row[columns["Phones"]].value) for row in rows
        }
        self.assertEqual(
            reach,
            {
                "Петров Иван Сергеевич": (self.at("ivan"), self.phone),
                "No mail": (None, caller),
                "No call": (self.at("nocall"), None),
            },
        )
        self.assertEqual(self.omissions(export), {"opted_out": 1, "phone": 1})

    def test_formulas_stay_text_in_the_workbook(self):
        for number, name in enumerate(("=1+1", "{=1}", "+1", "-1", "@SUM(1)", "=cmd|' /C calc'!A0")):
            self.make_customer(name, self.at(f"f{number}"))
        cells = [cell for row in self.read_xlsx(self.export("xlsx")) for cell in row if cell.value is not None]
        self.assertEqual({cell.data_type for cell in cells}, {"s"})
        self.assertTrue({"=1+1", "{=1}", "@SUM(1)", "=Plant, «North»"} <= {cell.value for cell in cells})

    def test_workbook_speaks_the_users_language(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.env["ir.module.module"]._load_module_terms(["marketing_export"], ["ru_RU"])
        self.marketer.lang = "ru_RU"
        export = self.write_file(self.make_segment(), "xlsx")
        self.assertEqual(self.read_xlsx(export)[0][0].value, "Название компании")

    def test_segment_of_nobody_makes_a_file_of_headings(self):
        segment = self.make_segment([("email", "=", self.at("nobody"))])
        for file_format in ("mailchimp_csv", "xlsx"):
            export = self.write_file(segment, file_format)
            self.assertEqual((export.state, export.row_count), ("done", 0))
        self.assertEqual(len(self.read_xlsx(export)), 1)

    def test_same_run_twice_is_once(self):
        segment = self.make_segment()
        first = self.write_file(segment, "xlsx", run="monday")
        self.assertEqual(self.write_file(segment, "xlsx", run="monday"), first)
        self.assertNotEqual(self.write_file(segment, "mailchimp_csv", run="monday"), first)
        self.assertNotEqual(self.write_file(segment, "xlsx"), self.write_file(segment, "xlsx"))
        values = {
            "key": first.key,
            "segment_id": segment.id,
            "profile_id": first.profile_id.id,
            "reason": "x",
            "user_id": self.marketer.id,
        }
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.env["marketing.export"].create(values)

    def test_button_asks_what_for_and_hands_out_the_file(self):
        segment = self.make_segment()
        action = segment.action_export()
        request = (
            self.env[action["res_model"]]
            .with_user(self.marketer)
            .with_context(**action["context"])
            .create({"reason": "Spring mailing"})
        )
        self.assertEqual(request.profile_id, self.profile("mailchimp_csv"))
        self.assertIn(self.at("ivan"), request.preview)
        action = request.action_export()
        export = segment.export_ids
        self.assertEqual(action["res_id"], export.id)
        action = export.action_download()
        self.assertEqual(action["url"], f"/web/content/{export.attachment_id.id}?download=true")
        self.assertRegex(export.file_name, r"^Ours-[\d-]+\.csv$")
        self.assertEqual(export.reason, "Spring mailing")
        attachment = export.attachment_id.with_user(self.marketer)
        self.assertIn(self.at("ivan").encode(), attachment.raw)
        self.assertEqual(export.sha256, hashlib.sha256(attachment.raw).hexdigest())

    def test_file_belongs_to_whoever_may_see_the_export(self):
        export = self.export()
        for user in (self.colleague, self.manager, self.employee):
            with self.assertRaises(AccessError):
                export.sudo(False).with_user(user).attachment_id.with_user(user).read(["raw"])
        export.segment_id.shared = True
        self.env.invalidate_all()
        self.assertTrue(export.with_user(self.colleague).attachment_id.read(["name"]))
        self.colleague.visible_team_ids = self.pumps
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            export.with_user(self.colleague).read(["file_name"])

    def test_journal_is_written_by_exports_only(self):
        export = self.export()
        with self.assertRaises(AccessError):
            export.row_count = 5
        with self.assertRaises(AccessError):
            export.unlink()
        with self.assertRaises(AccessError):
            export.copy({"key": "forged"})
        with self.assertRaises(AccessError):
            export.omission_ids.create({"export_id": export.id, "reason": "role", "count": 1})

    def test_removed_file_says_so(self):
        export = self.export()
        export.sudo().attachment_id.unlink()
        with self.assertRaisesRegex(UserError, "was removed"):
            export.action_download()

    def test_number_of_queries_does_not_grow_with_rows(self):
        def measure():
            segment = self.make_segment()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.write_file(segment, "xlsx")
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        measure()
        few = measure()
        self.make_customer("x", ",".join(self.at(f"x{number}") for number in range(50)))
        self.assertLessEqual(measure(), few + 1)
