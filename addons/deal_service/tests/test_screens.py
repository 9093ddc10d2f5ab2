from lxml import etree

from odoo import Command, fields
from odoo.tests import Form, tagged, users
from odoo.tools.safe_eval import safe_eval

from .common import ServiceCommon

SERVICE = ("service.visit", "service.request", "service.piece", "service.contract", "service.checklist.item")
KINDS = {
    "service.visit": ("list", "form", "kanban", "calendar", "search"),
    "service.request": ("list", "form", "kanban", "search"),
    "service.piece": ("list", "form", "search"),
    "service.contract": ("list", "form", "calendar", "search"),
    "service.checklist.item": ("list", "search"),
    "service.offer": ("list", "form", "search"),
}


@tagged("post_install", "-at_install")
class TestScreens(ServiceCommon):
    """Each role opens its screens, with what is on them."""

    def open_all(self, models):
        for model in models:
            for kind in KINDS[model]:
                with self.subTest(model=model, view=kind):
                    arch = self.env[model].get_view(view_type=kind)["arch"]
                    self.assertTrue(etree.fromstring(arch).xpath("//field"))

    def read_all(self, records):
        for record in records:
            with self.subTest(model=record._name):
                nodes = etree.fromstring(record.get_view(view_type="form")["arch"]).xpath(
                    "//field[not(ancestor::field)]"
                )
                names = [node.get("name") for node in nodes]
                self.assertEqual(record.web_read({name: {} for name in names})[0]["id"], record.id)

    def everything(self):
        deal = self._ship_deal("SN-1")
        contract = self._contract(deal.piece_ids)
        contract.action_conclude()
        request = self._request(piece_id=deal.piece_ids.id)
        records = (deal.visit_ids, request, deal.piece_ids, contract)
        return [record.with_user(self.env.user) for record in records], self._offer(deal).with_user(self.env.user)

    @users("service_engineer")
    def test_screens_of_an_engineer(self):
        self.open_all(SERVICE[:4])
        records, _offer = self.everything()
        self.read_all(records)

    @users("service_head")
    def test_screens_of_the_head_of_service(self):
        self.open_all(SERVICE)
        records, _offer = self.everything()
        self.read_all(records)

    @users("sb_manager")
    def test_screens_of_a_manager(self):
        self.open_all([*SERVICE[:4], "service.offer"])
        records, offer = self.everything()
        self.read_all([*records, offer])

    @users("service_engineer")
    def test_an_engineer_sees_no_button_of_sales(self):
        arch = etree.fromstring(self.env["service.request"].get_view(view_type="form")["arch"])
        self.assertFalse(arch.xpath("//button[@name='action_make_order']"))
        self.assertFalse(
            etree.fromstring(self.env["service.visit"].get_view(view_type="form")["arch"]).xpath(
                "//button[@name='action_open_deal']"
            )
        )

    def test_the_calendar_is_coloured_and_filtered_by_engineer(self):
        arch = etree.fromstring(self.env["service.visit"].get_view(view_type="calendar")["arch"])
        self.assertEqual(arch.get("color"), "engineer_id")
        self.assertEqual((arch.get("date_start"), arch.get("date_stop")), ("planned_start", "planned_end"))
        self.assertEqual(arch.xpath("//field[@filters='1']/@name"), ["engineer_id"])

    @users("service_head")
    def test_a_visit_is_dragged_to_another_engineer_and_day(self):
        visit = self._ship_deal("SN-1").visit_ids.with_user(self.env.user)
        start = f"{self._days(1)} 08:00:00"
        visit.write({"planned_start": start, "planned_end": f"{self._days(1)} 10:00:00"})
        visit.engineer_id = self.engineer
        rows = self.env["service.visit"].formatted_read_group(
            [("id", "=", visit.id)], ["engineer_id", "planned_start:day"], ["__count"]
        )
        self.assertEqual([(row["engineer_id"][0], row["__count"]) for row in rows], [(self.engineer.id, 1)])
        self.assertEqual(self._tasks(visit, "visit").date_deadline, self._days(1))

    def search_filter(self, model, name):
        """What a filter of the search view finds."""
        arch = etree.fromstring(self.env[model].get_view(view_type="search")["arch"])
        domain = arch.xpath(f"//filter[@name='{name}']/@domain")[0]
        return self.env[model].search(safe_eval(domain, {"uid": self.env.uid}))

    def test_filters_of_visits(self):
        planned = self._ship_deal("SN-1").visit_ids
        late = planned.copy({"engineer_id": self.engineer.id})
        late.write({"state": "going", "planned_start": f"{self._days(-2)} 08:00:00"})
        self.assertIn(planned, self.search_filter("service.visit", "unplanned"))
        self.assertIn(planned, self.search_filter("service.visit", "no_engineer"))
        self.assertEqual(self.search_filter("service.visit", "late") & (planned | late), late)
        self.assertTrue(late.is_late)
        self.assertIn(planned, self.env["service.visit"].search([("is_late", "=", False)]))

    def test_filters_of_the_installed_base(self):
        inside, outside = self._ship_deal("SN-1", "SN-2").piece_ids
        inside.warranty_until = self._days(30)
        outside.warranty_until = self._days(-1)
        both = inside | outside
        self.assertEqual(self.search_filter("service.piece", "warranty") & both, inside)
        self.assertEqual(self.search_filter("service.piece", "warranty_ends") & both, inside)
        self._contract(inside).action_conclude()
        self.assertEqual(self.search_filter("service.piece", "no_contract") & both, outside)
        self.assertEqual(
            self.env["service.piece"].search([("id", "in", both.ids), ("is_under_warranty", "=", False)]), outside
        )

    def test_filters_of_contracts_and_offers(self):
        piece = self._make_piece()
        soon, far = self._contract(piece, months=2), self._contract(piece, months=24)
        (soon | far).action_conclude()
        self.assertEqual(self.search_filter("service.contract", "ends") & (soon | far), soon)
        deal = self._ship_deal("SN-3")
        old = self._offer(deal, date=self._days(-40), valid_until=self._days(-10))
        self.assertEqual(self.search_filter("service.offer", "over") & deal.service_offer_ids, old)

    @users("sb_manager")
    def test_the_deals_page_of_service(self):
        deal = self._ship_deal("SN-1").with_user(self.env.user)
        arch = etree.fromstring(deal.get_view(view_type="form")["arch"])
        page = arch.xpath("//page[@name='service']")[0]
        names = page.xpath(".//field[not(ancestor::field)]/@name")
        for name in ("closing_steps", "commissioning", "visit_ids", "service_offer_ids", "piece_ids"):
            self.assertIn(name, names)
        self.assertFalse(page.xpath(".//button[@name='action_close_early']"), "That is for the head.")
        self.assertTrue(deal.web_read({name: {} for name in names})[0]["closing_steps"])

    @users("sb_administrator")
    def test_the_administrator_says_what_a_type_needs(self):
        self.chambers.with_user(self.env.user).write({"commissioning": "none", "warranty_months": 36})
        deal = self._ship_deal("SN-1")
        self.assertEqual((deal.commissioning, deal.stage_code), ("none", "service"))
        self.assertEqual(deal.piece_ids.warranty_until, fields.Date.add(self._days(0), months=36))

    def test_a_product_says_it_otherwise(self):
        with Form(self.chamber.product_tmpl_id) as form:
            form.warranty_months = 6
        self.assertEqual(self._make_piece().warranty_until, fields.Date.add(self._days(0), months=6))

    @users("service_head")
    def test_the_head_of_service_keeps_the_checklists(self):
        item = self.env["service.checklist.item"].create(
            {"equipment_type_id": self.chambers.id, "name": "Doors close", "kind": "check"}
        )
        visit = self._ship_deal("SN-1").visit_ids
        self.assertIn("Doors close", visit.line_ids.mapped("name"))
        item.active = False
        self.assertNotIn("Doors close", self._ship_deal("SN-2").visit_ids.line_ids.mapped("name"))
        self.assertIn("Doors close", visit.line_ids.mapped("name"))

    @users("service_engineer")
    def test_an_engineer_fills_in_the_checklist_in_the_form(self):
        visit = self._ship_deal("SN-1").visit_ids
        visit.engineer_id = self.engineer
        visit = visit.with_user(self.env.user)
        with Form(visit) as form:
            with form.line_ids.edit(1) as line:
                line.value = -60
            with form.remark_ids.new() as remark:
                remark.text = "Not cold enough"
        line = visit.line_ids.filtered(lambda line: line.kind == "number")
        self.assertRecordValues(line, [{"value": -60, "is_outside": True, "is_known": True}])
        self.assertEqual(visit.remark_ids.text, "Not cold enough")

    def test_words_of_the_card(self):
        piece = self._make_piece()
        piece.address_id = self.env["res.partner"].create({"name": "Shop", "parent_id": self.entity.id})
        visit = self.env["service.visit"].create({"partner_id": self.entity.id, "piece_ids": [Command.set(piece.ids)]})
        self.assertEqual(visit._get_act_title(), "Act of service")
        self.assertEqual(visit._get_fact_words(), visit.name)
        self.assertEqual(visit.display_name, f"{visit.name}, {self.entity.name}")
        self.assertEqual(piece.display_name, "Chamber, SN-1")
