"""The part of the day that the telephone exchange tells: its list of calls, and the card of one that rings."""

import sys
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import lib

ZONE = "Europe/Moscow"
LINE = "74872550120"


def stand_in():
    """The exchange of the example company: the stand-in that the addon's tests use."""
    folder = str(lib.ADDONS / "sales_leads_mikopbx" / "tests")
    if folder not in sys.path:
        sys.path.append(folder)
    import pbx_server

    return pbx_server


class PhoneStory:
    def exchange_is_connected(self):
        """The administrator connects the exchange; it tells of a missed customer and of the call back to him."""
        server = stand_in()
        pbx = server.PbxServer()
        try:
            self.connect_exchange(pbx.url, server.KEY)
            customer, extension = self.find_customer()
            self.fill_exchange(pbx, customer, extension)
            self.run_action("sales_leads_mikopbx.ir_cron_poll")
            self.run_action("sales_leads.ir_cron_interpret_events")
        finally:
            pbx.stop()
        for call in self.env["crm.phone.call"].search([("linkedid", "=like", "mikopbx-story-%")], order="linkedid"):
            self.tell(f"{call.display_name} {call.direction} {call.state}, {call.request_id.state or ''}")

    def connect_exchange(self, url, key):
        values = {"name": "МикоПБХ завода", "host": url, "api_key": key, "tz": ZONE}
        values |= {"since": datetime.now() - timedelta(days=2), "ami_user": "odoo"}
        connection = self.env["mikopbx.connection"].with_user(self.env.ref("base.user_admin")).create([values])
        connection.action_test()
        connection.action_switch_on()
        self.tell(connection.test_result)

    def find_customer(self):
        """(a customer with a telephone, the extension of his manager)"""
        lines = self.env["res.partner.responsible"].search([("user_id.pbx_extension", "!=", False)])
        line = lines.filtered("partner_id.phone")[:1]
        return line.partner_id, line.user_id.pbx_extension

    def fill_exchange(self, pbx, customer, extension):
        number = "".join(filter(str.isdigit, customer.phone))
        now = datetime.now(ZoneInfo(ZONE)).replace(tzinfo=None)
        named = {"src_num": number, "dst_num": extension, "did": LINE}
        pbx.add("mikopbx-story-1", now - timedelta(minutes=60), answered=False, **named)
        called = {"src_num": extension, "dst_num": number, "did": ""}
        pbx.add("mikopbx-story-2", now - timedelta(minutes=40), **called)
        pbx.add("mikopbx-story-3", now - timedelta(minutes=30), src_num=extension, dst_num="219", did="")

    def telephone_rings(self):
        """The customer calls: his card is at his manager before she takes the telephone; she keeps a note."""
        connection = self.env["mikopbx.connection"].sudo().search([], limit=1)
        customer, extension = self.find_customer()
        event = {
            "key": "story:ring",
            "kind": "ring",
            "linkedid": "mikopbx-story-4",
            "extension": extension,
            "number": "".join(filter(str.isdigit, customer.phone)),
            "did": LINE,
            "at": datetime.now(UTC).isoformat(),
        }
        (answer,) = connection._take_events([event])
        card = self.env["mikopbx.card"].search([("linkedid", "=", "mikopbx-story-4")])
        login = card.user_id.login
        own = self.as_user(login, card)
        own.note = "Просит перезвонить после обеда: уточняет срок поставки."
        own.action_keep_note()
        self.tell(f"{answer['status']}: {own._get_title()} — {own.get_details()}")
        # The bridge's sign of life was written in a transaction of its own.
        self.env.cr.commit()
        # Nobody plays the exchange when the day is over: it would only raise the alarm.
        connection.action_switch_off()
        connection.host = "pbx.promtehagregat.example"
