import re
from datetime import datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

from odoo.addons.sales_leads.tests.common import SalesLeadsCommon

from ..tools import cdr, rest
from .pbx_server import KEY, PbxServer

KNOWN, STRANGER = "74951234567", "79161234567"
LINE = "74951000000"


class MikopbxCommon(SalesLeadsCommon):
    """An exchange that is switched on, two employees with extensions, a line with a name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What pops up is written in the language of whoever reads it.
        cls.env["res.lang"]._activate_lang("en_US")
        (cls.manager | cls.colleague).lang = "en_US"
        cls.manager.pbx_extension = "9301"
        cls.colleague.pbx_extension = "9302"
        cls.line = cls.env["crm.phone.line"].create({"did": LINE, "name": "Sales", "team_id": cls.vys.id})
        cls.calls = cls.env["crm.phone.call"]

    def setUp(self):
        super().setUp()
        self.pbx = PbxServer()
        self.addCleanup(self.pbx.stop)
        self.connection = self.make_connection()
        self.start = len(self.pbx.rows)

    def make_connection(self, **values):
        defaults = {
            "name": "Works",
            "host": self.pbx.url,
            "api_key": KEY,
            "tz": "Europe/Moscow",
            "since": datetime.now() - timedelta(days=90),
        }
        connection = self.env["mikopbx.connection"].create(defaults | values)
        connection.action_switch_on()
        return connection

    def local(self, **ago):
        """Naive time of the exchange so long ago."""
        return datetime.now(ZoneInfo("Europe/Moscow")).replace(tzinfo=None) - timedelta(**ago)

    def poll(self, interpret=True):
        """One run of the scheduled actions."""
        with self.no_commit():
            self.env["mikopbx.connection"]._cron_poll()
        if interpret:
            self.interpret()

    def small_pages(self, size, overlap=2):
        """Pages of so many rows, as long as the test goes."""
        for patcher in (patch.object(rest, "PAGE", size), patch.object(cdr, "OVERLAP", overlap)):
            patcher.start()
            self.addCleanup(patcher.stop)

    def registered(self, prefix="mikopbx-"):
        return self.calls.search([("linkedid", "=like", f"{prefix}%")], order="linkedid")

    def failed(self):
        return self.events.search([("source", "=", "call"), ("state", "=", "failed")])

    def bus(self, kind="sales_leads.pop_up"):
        """Payloads that were sent by the bus."""
        self.env.cr.precommit.run()
        rows = self.env["bus.bus"].sudo().search([("message", "like", kind)], order="id")
        return [re.sub(r"\s+", " ", row.message) for row in rows]
