from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from .common import PIXEL, ServiceCommon

LETTERS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}
# What the two roles of service may do: service engineer, head of service.
TABLE = {
    "service.visit": ("rwc", "rwcd"),
    "service.visit.line": ("rwcd", "rwcd"),
    "service.visit.part": ("rwcd", "rwcd"),
    "service.visit.photo": ("rwcd", "rwcd"),
    "service.visit.remark": ("rwcd", "rwcd"),
    "service.visit.entry": ("-", "-"),
    "service.request": ("rwc", "rwcd"),
    "service.piece": ("rw", "rw"),
    "service.contract": ("r", "rw"),
    "service.offer": ("-", "r"),
    "service.checklist.item": ("r", "rwcd"),
    "crm.lead": ("-", "-"),
    "crm.customer.request": ("-", "-"),
    "crm.phone.call": ("-", "-"),
    "sale.order": ("-", "-"),
    "sale.payment.request": ("-", "-"),
    "stock.picking": ("-", "-"),
    "crm.deal.close.early": ("-", "-"),
    "product.template": ("r", "r"),
    "equipment.type": ("r", "r"),
}


@tagged("post_install", "-at_install")
class TestRightsTable(ServiceCommon):
    def granted(self, model, user):
        records = self.env[model].with_user(user)
        return "".join(letter for letter, right in LETTERS.items() if records.has_access(right)) or "-"

    def test_each_role_has_exactly_its_rights(self):
        found = {model: (self.granted(model, self.engineer), self.granted(model, self.service_head)) for model in TABLE}
        self.assertEqual(found, TABLE)

    @users("service_engineer")
    def test_details_of_a_colleagues_visit_are_his(self):
        visit = self._ship_deal("SN-1").visit_ids
        visit.engineer_id = self.colleague_engineer
        details = {
            "service.visit.line": {"name": "Mine"},
            "service.visit.part": {"product_id": self.part.id},
            "service.visit.photo": {"image": PIXEL},
            "service.visit.remark": {"text": "Mine"},
        }
        for model, values in details.items():
            with self.subTest(model=model), self.assertRaises(AccessError), self.env.cr.savepoint():
                self.env[model].create({"visit_id": visit.id, **values})
        self.assertEqual(len(visit.with_user(self.env.user).line_ids), 3)

    @users("service_engineer")
    def test_a_visit_of_nobody_is_taken(self):
        visit = self._ship_deal("SN-1").visit_ids.with_user(self.env.user)
        visit.action_start()
        self.assertEqual(visit.engineer_id, self.env.user)

    @users("service_head")
    def test_the_head_of_service_gives_visits_away(self):
        visit = self._ship_deal("SN-1").visit_ids.with_user(self.env.user)
        visit.engineer_id = self.engineer
        visit.engineer_id = self.colleague_engineer
        self.assertEqual(self._tasks(visit, "visit").user_id, self.colleague_engineer)

    @users("sb_manager")
    def test_a_manager_fills_in_no_checklist(self):
        visit = self._ship_deal("SN-1").visit_ids.with_user(self.env.user)
        with self.assertRaises(AccessError):
            visit.line_ids[0].is_checked = True
        with self.assertRaises(AccessError):
            self.env["service.visit.part"].create({"visit_id": visit.id, "product_id": self.part.id})

    @users("sb_colleague")
    def test_requests_of_others_customers_are_not_a_managers(self):
        request = self._request(piece_id=self._make_piece().id)
        self.assertEqual(request.user_id, self.manager)
        seen = self.env["service.request"]
        self.assertFalse(seen.search([("id", "=", request.id)]))
        with self.assertRaises(AccessError):
            request.with_user(self.env.user).read(["subject"])

    @users("sb_head")
    def test_a_department_is_seen_in_sums_too(self):
        deal = self._ship_deal("SN-1")
        contract = self._contract(deal.piece_ids, deal_id=deal.id)
        offer = self._offer(deal)
        self.head.visible_team_ids = self.konts
        for record in (contract, offer):
            with self.subTest(model=record._name):
                rows = self.env[record._name]._read_group([("id", "=", record.id)], [], ["price:sum", "__count"])
                self.assertEqual(rows, [(0, 0)])

    @users("sb_manager")
    def test_contracts_of_a_colleague_are_not_seen(self):
        contract = self._contract(self._make_piece(), user_id=self.colleague.id)
        self.assertFalse(self.env["service.contract"].search([("id", "=", contract.id)]))

    @users("service_engineer")
    def test_prices_stay_with_sales(self):
        contract = self._contract(self._make_piece())
        arch = self.env["service.contract"].get_view(view_type="list")["arch"]
        self.assertIn('name="date_end"', arch)
        self.assertNotIn('name="price"', arch)
        contract = contract.with_user(self.env.user)
        self.assertEqual(contract.visits_a_year, 2)
        for name in ("price", "file"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                contract.read([name])
