from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import SalesLeadsCommon


@tagged("post_install", "-at_install")
class TestSecurity(SalesLeadsCommon):
    """Who sees what: by search, by grouping and by opening."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        make = cls.env["crm.appeal"].create
        cls.fresh = make({"email": "fresh@s.example"})
        cls.in_vys, cls.in_konts = make([{"email": "v@s.example"}, {"email": "k@s.example"}])
        cls.in_vys._sort(cls.vys)
        cls.in_konts._sort(cls.konts)
        cls.all = cls.fresh | cls.in_vys | cls.in_konts
        for user in (cls.manager, cls.colleague, cls.head):
            user.visible_team_ids = cls.vys

    def see(self, user, records):
        """Those of the records that the user finds, and that a grouping counts for him."""
        model = self.env[records._name].with_user(user).with_context(active_test=False)
        found = model.search([("id", "in", records.ids)])
        ((count,),) = model._read_group([("id", "in", records.ids)], [], ["__count"])
        self.assertEqual(count, len(found))
        return records.browse(found.ids)

    def test_unsorted_is_the_dispatchers(self):
        leads = self.all.lead_id
        for user, appeals in (
            (self.dispatcher, self.all),
            (self.director, self.all),
            (self.administrator, self.all),
            (self.head, self.in_vys),
            (self.manager, self.in_vys),
        ):
            self.assertEqual(self.see(user, self.all), appeals, user.name)
            self.assertEqual(self.see(user, leads), appeals.lead_id, user.name)

    def test_manager_loses_sight_of_what_another_one_got(self):
        self.in_vys.lead_id._assign(self.colleague)
        self.assertFalse(self.see(self.manager, self.all))
        self.assertFalse(self.see(self.manager, self.all.lead_id))
        self.assertEqual(self.see(self.colleague, self.all), self.in_vys)
        self.assertEqual(self.see(self.head, self.all), self.in_vys)
        with self.assertRaises(AccessError):
            self.in_vys.with_user(self.manager).read(["text"])

    def test_requests(self):
        make = self.env["crm.customer.request"].create
        values = {"partner_id": self.known.id, "subject": "x"}
        mine = make(values | {"user_id": self.manager.id, "team_id": self.vys.id})
        others = make(values | {"user_id": self.colleague.id, "team_id": self.vys.id})
        nobodys = make(values | {"partner_id": self.customer.id, "team_id": self.vys.id})
        foreign = make(values | {"partner_id": self.customer.id, "team_id": self.konts.id})
        unsorted = make(values | {"partner_id": self.customer.id})
        requests = mine | others | nobodys | foreign | unsorted
        nobodys.user_id = foreign.user_id = False
        for user, seen in (
            (self.manager, mine | nobodys),
            (self.head, mine | others | nobodys),
            (self.dispatcher, requests),
            (self.director, requests),
        ):
            self.assertEqual(self.see(user, requests), seen, user.name)

    def test_raw_events_are_for_dispatchers_and_administrators(self):
        event = self.deliver(self.make_mail())
        for user in (self.dispatcher, self.administrator):
            self.assertTrue(event.with_user(user).read(["raw"])[0]["raw"])
        for user in (self.manager, self.head, self.director, self.outsider):
            with self.assertRaises(AccessError):
                event.with_user(user).read(["name"])

    def test_outsiders_have_no_part_in_it(self):
        for model in ("crm.appeal", "crm.customer.request", "crm.phone.call", "crm.inbound.event", "crm.mail.rule"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.outsider).search([])

    def test_nobody_deletes_what_came_but_administrators(self):
        event = self.deliver(self.make_mail())
        for record in (self.fresh, event):
            with self.assertRaises(AccessError):
                record.with_user(self.dispatcher).unlink()
        event.with_user(self.administrator).unlink()
        self.assertFalse(event.exists())

    def test_intake_is_not_open_to_remote_calls(self):
        from odoo.service.model import get_public_method

        for model, name in (
            ("crm.inbound.event", "_store_mail"),
            ("crm.phone.call", "_register_call"),
            ("crm.intake", "_receive"),
            ("crm.lead", "_assign"),
        ):
            with self.assertRaises(AccessError):
                get_public_method(self.env[model], name)
