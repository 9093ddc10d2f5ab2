from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import ROLES, IndustrialSalesCommon

APP = "industrial_sales.menu_"
DISPATCHER = {
    "dispatcher",
    "dispatcher_appeals",
    "dispatcher_requests",
    "dispatcher_calls",
    "dispatcher_calls_to_fill",
    "dispatcher_letters",
    "dispatcher_events",
    "dispatcher_sorting",
    "dispatcher_rules",
    "dispatcher_spam",
    "dispatcher_sources",
}
DEALS = {
    "deals",
    "deals_day",
    "deals_deals",
    "deals_forecast",
    "deals_leads",
    "deals_requests",
    "deals_proposals",
    "deals_orders",
    "deals_contracts",
    "deals_money",
    "deals_papers",
    "deals_forms",
    "deals_receivables",
    "deals_scan_upload",
    "deals_service_offers",
    "deals_service_contracts",
    "deals_service_requests",
    "deals_pieces",
    "deals_certificates",
    "deals_certificates_ending",
    "deals_engineers",
    "deals_calls",
    "deals_calls_to_fill",
    "deals_calls_to_make",
    "deals_absences",
    "deals_mailbox",
    "deals_unanswered",
    "deals_hard_cases",
    "deals_plan",
}
DEPARTMENT = {
    "department",
    "department_leads",
    "department_load",
    "department_handovers",
    "department_missed",
    "department_appeals",
    "department_responsible",
    "department_purchases",
    "department_unanswered",
    "department_letters",
    "department_hard_cases",
    "department_checks",
    "department_let_go",
    "department_check_results",
    "department_survey",
    "department_plans",
    "department_reports",
    "department_plan_report",
    "department_steps",
    "department_requests",
    "department_tasks",
    "department_sorting",
    "department_survey_results",
    "department_causes",
}
MONEY = {
    "money",
    "money_upload",
    "money_lines",
    "money_statements",
    "money_requests",
    "money_receivables",
    "money_payments",
    "money_contracts",
    "money_forms",
    "money_scan_upload",
    "money_scans",
    "money_exports",
    "money_signers",
}
FOREMAN = {"supply", "supply_foreman"}
PLANNER = FOREMAN | {"supply_plan", "supply_productions", "supply_purchases"}
WORKER = {"warehouse", "warehouse_overview", "warehouse_series", "warehouse_label_jobs"}
SUPERVISOR = WORKER | {
    "warehouse_expiry",
    "warehouse_expiry_months",
    "warehouse_what_expires",
    "warehouse_write_offs",
    "warehouse_releases",
}
ENGINEER = {
    "service",
    "service_field_page",
    "service_requests",
    "service_visits",
    "service_pieces",
    "service_scan",
    "service_contracts",
    "service_certificates",
}
SERVICE_HEAD = ENGINEER | {"service_checklists"}
# Pages of our own: a browser opens them, see the tours of their addon.
PAGES = {"service_field_page", "service_scan"}
MARKETER = {
    "marketing",
    "marketing_segments",
    "marketing_contacts",
    "marketing_exports",
    "marketing_schedules",
    "marketing_campaigns",
    "marketing_results",
    "marketing_consents",
    "marketing_person",
    "marketing_person_log",
    "marketing_profiles",
}
DIRECTOR = {
    "director",
    "director_page",
    "director_margin",
    "director_won",
    "director_appeals",
    "director_sorting",
    "director_supply",
    "director_plan",
}
PEOPLE = {"people", "people_employees", "people_left"}

MENUS = {
    "dispatcher": DISPATCHER,
    "manager": DEALS,
    "head": DEALS | DEPARTMENT,
    "director": DEALS | DEPARTMENT | DIRECTOR,
    "administrator": DISPATCHER
    | DEALS
    | DEPARTMENT
    | MONEY
    | PLANNER
    | SUPERVISOR
    | SERVICE_HEAD
    | MARKETER
    | DIRECTOR
    | PEOPLE,
    "accountant": MONEY,
    "planner": PLANNER,
    "foreman": FOREMAN,
    "worker": WORKER,
    "supervisor": SUPERVISOR,
    "service_engineer": ENGINEER,
    "service_head": SERVICE_HEAD,
    "marketer": MARKETER,
    "employee": set(),
}


@tagged("post_install", "-at_install")
class TestMenus(IndustrialSalesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_deal()
        cls.env["crm.lead"].create({"name": "Lead", "type": "lead", "team_id": cls.team.id})
        cls.env["crm.appeal"].create({"contact_name": "Nobody yet", "email": "nobody@menu.example", "needs": "A pump"})
        cls.env["crm.customer.request"].create({"partner_id": cls.customer.id, "text": "Where is it?"})
        cls.env["res.partner.purchase"].create({"partner_id": cls.customer.id, "description": "Pump"})
        product = cls.env["product.product"].create({"name": "Oil", "is_storable": True, "tracking": "lot"})
        lot = cls.env["stock.lot"].create({"name": "S1", "product_id": product.id})
        stock = cls.env["stock.warehouse"].search([("company_id", "=", cls.env.company.id)], limit=1).lot_stock_id
        cls.env["stock.quant"]._update_available_quantity(product, stock, 3, lot_id=lot)
        cls.env["sale.order"].create(
            {"partner_id": cls.customer.id, "order_line": [(0, 0, {"product_id": product.id, "product_uom_qty": 2})]}
        ).action_confirm()

    def load(self, role):
        """{name: menu} of our app as the web client gets them."""
        self.env.registry.clear_cache()
        menus = self.env["ir.ui.menu"].with_user(self.users[role]).load_menus(False)
        ours = [menu for menu in menus.values() if (menu.get("xmlid") or "").startswith(APP)]
        return {menu["xmlid"].removeprefix(APP): menu for menu in ours if menu["xmlid"] != f"{APP}root"}

    def test_each_role_sees_exactly_its_menus(self):
        for role in ROLES:
            with self.subTest(role=role):
                self.assertEqual(set(self.load(role)), MENUS[role])

    def test_who_has_no_role_has_no_app(self):
        menus = self.env["ir.ui.menu"].with_user(self.users["employee"]).load_menus(False)
        self.assertNotIn(f"{APP}root", [menu.get("xmlid") for menu in menus.values()])

    def test_every_menu_opens_for_its_role(self):
        opened = 0
        for role in ROLES:
            for name, menu in self.load(role).items():
                if menu["action_id"] and name not in PAGES:
                    with self.subTest(role=role, menu=name):
                        self.open(menu["action_id"], self.users[role])
                        opened += 1
        # Folders open nothing.
        self.assertEqual(opened, sum(len(names) for names in MENUS.values()) - self.count_folders())

    def count_folders(self):
        folders = {"dispatcher", "deals", "department", "department_reports"}
        folders |= {"money", "supply", "warehouse", "service", "marketing", "director", "people"} | PAGES
        return sum(len(names & folders) for names in MENUS.values())

    def open(self, action_id, user):
        """Do what the web client does: load the action, its views and the first page of each."""
        env = self.env(user=user, su=False)
        kind = self.env["ir.actions.actions"].browse(action_id).sudo().type
        xml_id = self.env[kind].browse(action_id).get_external_id()[action_id]
        action = env["ir.actions.actions"]._for_xml_id(xml_id)
        if kind == "ir.actions.server":
            action = env[kind].browse(action_id).run()
        if kind == "ir.actions.client":
            # The one screen of ours that is no view; its data is what it opens with.
            self.assertTrue(env["crm.lead"].get_my_day()["sections"])
            return
        names = {"uid": user.id, "active_id": False, "allowed_company_ids": env.companies.ids}
        context = safe_eval(str(action["context"] or "{}"), names)
        domain = safe_eval(action["domain"] or "[]", {**names, **context})
        records = env[action["res_model"]].with_context(**context)
        search_view = action["search_view_id"] and action["search_view_id"][0]
        for kind, view in records.get_views([*action["views"], (search_view, "search")])["views"].items():
            if kind in ("list", "kanban", "form"):
                records.web_search_read(domain, self.specify(records, view["arch"]), limit=40)
            elif kind in ("graph", "pivot"):
                records.formatted_read_group(domain, self.group_bys(records, view["arch"]), ["__count"])

    def specify(self, records, arch):
        """Fields of the view in the shape of web_read; many2one with its name, as the list asks for it."""
        specification = {}
        for node in etree.fromstring(arch).xpath("//field[not(ancestor::field)]"):
            name = node.get("name")
            relational = records._fields[name].type == "many2one"
            specification[name] = {"fields": {"display_name": {}}} if relational else {}
        return specification

    def group_bys(self, records, arch):
        """What the graph or pivot groups by; dates without an interval by month, as the web client does."""
        names = []
        for node in etree.fromstring(arch).xpath("//field[not(@type='measure')]"):
            name, interval = node.get("name"), node.get("interval")
            if records._fields[name].type in ("date", "datetime"):
                interval = interval or "month"
            names.append(f"{name}:{interval}" if interval else name)
        return names
