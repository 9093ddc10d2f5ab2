import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.deal_stages.tests.common import INN

from .common import DeliveryFormsCommon
from .common_statement import document, statement

RIGHTS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}
ROLES = ("manager", "head", "director", "administrator", "accountant", "storeman", "dispatcher")
# Rows are models, columns the roles above; the rules on records come on top.
TABLE = {
    "sale.bank.line": "- - - rwc rwc - -",
    "sale.bank.statement": "- - - rwc rwc - -",
    "sale.bank.upload": "- - - rwcd rwcd - -",
    "sale.contract.template": "r r r rwcd r r r",
    "sale.form": "r r r r r r r",
    "sale.form.export": "- - - rwcd rwcd - -",
    "sale.form.kind": "r r r rwc rwc r r",
    "sale.form.print": "rwcd rwcd rwcd rwcd rwcd rwcd rwcd",
    "sale.form.scan": "rwc rwc rwc rwc rwc - rwc",
    "sale.form.scan.upload": "rwcd rwcd rwcd rwcd rwcd - rwcd",
    "sale.form.signer": "- - rwcd rwcd rwcd - -",
    "sale.form.version": "r r r rwcd r r r",
    "sale.receivable": "r r r r r - r",
}


@tagged("post_install", "-at_install")
class TestRoleActions(DeliveryFormsCommon):
    """Each role × model, and each button pressed by who may and by who may not."""

    def test_rights_of_each_role_on_each_model(self):
        found = {}
        for name in TABLE:
            cells = []
            for role in ROLES:
                records = self.env[name].with_user(getattr(self, role))
                cells.append("".join(one for one, right in RIGHTS.items() if records.has_access(right)) or "-")
            found[name] = " ".join(cells)
        self.assertEqual(found, TABLE)

    def test_the_table_holds_every_model_of_the_addon(self):
        own = {
            name
            for name, model in self.env.registry.models.items()
            if model._original_module == "sale_forms_ru" and not model._abstract
        }
        self.assertEqual(own, set(TABLE))

    def press(self, record, name, allowed, forbidden, error=AccessError):
        """The forbidden try first: nothing may have happened; then who may presses it."""
        for user in forbidden:
            with self.subTest(button=name, user=user.login), self.assertRaises(error):
                getattr(record.with_user(user), name)()
        return getattr(record.with_user(allowed), name)()

    def take(self, *documents):
        return self.env["sale.bank.statement"].with_user(self.accountant)._take(statement(*documents), "a.txt")

    def test_buttons_of_a_payment(self):
        request = self.ask(1000)
        others = (self.manager, self.head, self.storeman, self.dispatcher)
        line = self.take(document(1, 400, "For pumps", INN)).line_ids
        self.press(line, "action_take_advance", self.accountant, others)
        self.assertEqual((line.state, line.payment_id.amount_unallocated), ("paid", 400))
        other = self.take(document(2, 300, "Loan", "7701234567")).line_ids
        self.press(other, "action_other", self.accountant, others)
        self.assertEqual(other.state, "other")
        third = self.take(document(3, 200, "For something", INN)).line_ids
        third.with_user(self.accountant).request_ids = request.with_user(self.accountant)
        self.press(third, "action_pay", self.accountant, others)
        self.assertEqual(request.amount_paid, 200)

    def test_a_statement_that_waits_is_accepted_by_the_accountant_alone(self):
        request = self.ask(1000)
        raw = statement(document(1, 1000, f"счет {request.name}", INN), end=False)
        taken = self.env["sale.bank.statement"].with_user(self.accountant)._take(raw, "cut.txt")
        self.assertEqual((taken.state, request.state), ("check", "open"))
        self.press(taken, "action_accept", self.accountant, (self.manager, self.head, self.storeman))
        self.assertEqual((taken.state, request.state), ("done", "paid"))

    def test_papers_for_1c_are_made_by_the_accountant_alone(self):
        self.make("upd", self.make_delivery())
        values = {"date_from": self.today, "date_to": self.today}
        export = self.env["sale.form.export"].with_user(self.accountant).create(values)
        self.press(export, "action_make", self.accountant, (self.manager, self.head, self.director, self.storeman))
        self.assertEqual((export.state, export.form_count), ("done", 1))
        with self.assertRaisesRegex(UserError, "stays on the list"):
            export.unlink()

    def test_orders_of_late_customers_are_let_go_by_a_head_alone(self):
        picking = self.make_delivery()
        order = picking.sale_id
        self.press(order, "action_release_credit", self.head, (self.manager,), UserError)
        self.assertEqual(order.credit_released_id, self.head)

    def test_a_copy_is_filed_or_dropped_by_who_brought_it_or_the_accountant(self):
        form = self.make("upd", self.make_delivery())
        scans = self.env["sale.form.scan"]
        found = scans.with_user(self.manager)._take_file(b"no picture", "x.txt", "upload")
        found.with_user(self.manager).form_id = form.with_user(self.manager)
        self.press(found, "action_file", self.accountant, (self.colleague, self.storeman))
        self.assertEqual((found.state, form.state), ("filed", "signed"))
        other = scans.with_user(self.manager)._take_file(b"another", "y.txt", "upload")
        self.press(other, "action_drop", self.manager, (self.colleague, self.storeman))
        self.assertEqual(other.state, "dropped")

    def test_the_text_of_a_contract_is_made_by_its_manager(self):
        deal = self.make_delivery().sale_id.opportunity_id
        contract = self.env["sale.contract"].with_user(self.manager).create({"deal_id": deal.id})
        self.press(contract, "action_make_text", self.manager, (self.colleague, self.storeman))
        raw = base64.b64decode(contract.with_context(bin_size=False).file)
        self.assertEqual(raw[:2], b"PK")

    def test_each_paper_of_a_shipment_by_each_role(self):
        picking = self.make_delivery()
        codes = self.env["sale.form.kind"].search([("source", "=", "delivery")]).mapped("code")
        priced = {"upd", "torg12", "invoice"}
        for code in set(codes) - {"correction"}:
            for user in (self.manager, self.accountant, self.head):
                with self.subTest(code=code, user=user.login):
                    self.assertEqual(self.make_as(user, code, picking).kind_id.code, code)
            with self.subTest(code=code, user="storeman"):
                if code in priced:
                    with self.assertRaises(AccessError):
                        self.make_as(self.storeman, code, picking)
                else:
                    self.assertTrue(self.make_as(self.storeman, code, picking).attachment_id.raw)
            with self.subTest(code=code, user="colleague"), self.assertRaises(AccessError):
                self.make_as(self.colleague, code, picking).read(["number"])


@tagged("post_install", "-at_install")
class TestPrintDialog(DeliveryFormsCommon):
    """One dialog from a deal, an order, a delivery or a request: what it offers, what it asks for, what it prints."""

    def open(self, source, user=None):
        action = source.with_user(user or self.manager).action_print_form()
        wizard = self.env["sale.form.print"].with_user(user or self.manager)
        return Form(wizard.with_context(**action["context"]))

    def offered(self, source, user=None):
        action = source.with_user(user or self.manager).action_print_form()
        values = {name.removeprefix("default_"): value for name, value in action["context"].items()}
        return set(self.env["sale.form.print"].with_user(user or self.manager).new(values).kind_ids.mapped("code"))

    def test_what_is_offered_where(self):
        picking = self.make_delivery()
        request = self.ask(100, picking.sale_id)
        delivery = {"upd", "torg12", "invoice", "correction", "waybill", "m15", "cover"}
        self.assertEqual(self.offered(picking), delivery)
        self.assertEqual(self.offered(request), {"request"})
        everything = delivery | {"request", "act"}
        self.assertEqual(self.offered(picking.sale_id), everything)
        self.assertEqual(self.offered(picking.sale_id.opportunity_id), everything)

    def test_an_archived_kind_is_not_offered(self):
        picking = self.make_delivery()
        self.env.ref("sale_forms_ru.kind_m15").active = False
        self.assertNotIn("m15", self.offered(picking))

    def test_the_delivery_is_asked_for_where_the_paper_needs_one(self):
        picking = self.make_delivery()
        with self.open(picking.sale_id) as form:
            form.kind_id = self.env.ref("sale_forms_ru.kind_upd")
            self.assertEqual((form.needs_delivery, form.picking_id), (True, picking))
            form.kind_id = self.env.ref("sale_forms_ru.kind_act")
            self.assertFalse(form.needs_delivery)

    def test_the_request_is_asked_for_where_the_paper_is_one(self):
        order = self.make_delivery().sale_id
        cancelled, request = self.ask(50, order), self.ask(100, order)
        cancelled.action_cancel()
        with self.open(order) as form:
            form.kind_id = self.env.ref("sale_forms_ru.kind_request")
            self.assertEqual((form.needs_request, form.request_id), (True, request))

    def test_a_cancelled_delivery_is_no_candidate(self):
        picking = self.make_delivery()
        self.ship(picking, 1)
        rest = picking.sale_id.picking_ids - picking
        rest.action_cancel()
        with self.open(picking.sale_id) as form:
            form.kind_id = self.env.ref("sale_forms_ru.kind_upd")
            self.assertEqual(form.picking_id, picking)
        self.assertEqual(form.record.candidate_ids, picking)

    def test_it_says_what_was_printed_already(self):
        picking = self.make_delivery()
        printed = self.make("upd", picking)
        with self.open(picking) as form:
            form.kind_id = self.env.ref("sale_forms_ru.kind_upd")
            self.assertEqual(form.standing_id, printed.with_user(self.manager))
            form.kind_id = self.env.ref("sale_forms_ru.kind_torg12")
            self.assertFalse(form.standing_id)

    def test_it_prints_and_opens_the_file(self):
        picking = self.make_delivery()
        with self.open(picking) as form:
            form.kind_id = self.env.ref("sale_forms_ru.kind_upd")
        action = form.record.action_print()
        self.assertEqual(action["url"], f"/web/content/{picking.form_ids.attachment_id.id}?download=true")
        draft = form.record.action_print_draft()
        self.assertNotEqual(draft["url"], action["url"])
        self.assertEqual(set(picking.form_ids.mapped("state")), {"printed", "draft"})

    def test_the_set_has_the_list_on_top(self):
        picking = self.make_delivery()
        with self.open(picking) as form:
            form.kind_id = self.env.ref("sale_forms_ru.kind_upd")
        form.record.action_print_set()
        self.assertEqual(set(picking.form_ids.mapped("kind_id.code")), {"cover", "upd", "waybill"})
        cover = picking.form_ids.filtered(lambda one: one.kind_id.code == "cover")
        self.assertEqual(len(cover.data["papers"]), 2)
