import contextlib
from pathlib import Path
from unittest.mock import patch

from odoo import Command

from odoo.addons.sales_base.tests.common import SalesBaseCommon

SAMPLES = Path(__file__).resolve().parents[3] / "samples"

MAIL = """From: {sender}
To: {to}
Subject: {subject}
Message-Id: {key}
Date: Mon, 02 Mar 2026 09:00:00 +0300
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit
{headers}
{text}
"""


class SalesLeadsCommon(SalesBaseCommon):
    """The company of sales_base with an address for appeals and a customer with a manager of his own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alias = cls.env.ref("sales_leads.mail_alias_intake")
        cls._use_domain("plant.example")
        # The scheduled action speaks the company's language, the tests read English.
        cls.env.company.partner_id.lang = "en_US"
        cls.vys.user_id = cls.head
        cls.known = cls.env["res.partner"].create(
            {
                "name": "Vodokanal",
                "is_company": True,
                "counterparty_kind": "counterparty",
                "email": "office@vodokanal.example",
                # Abroad a deal asks for other requisites than in Russia, where it asks for any.
                "country_id": cls.germany.id,
                "vat": "DE811569869",
                "city": "Essen",
                "bank_ids": [Command.create({"acc_number": "DE89370400440532013000"})],
                "phone": "+7 495 123-45-67",
            }
        )
        cls.buyer = cls.env["res.partner"].create(
            {"name": "Ilya Semenov", "parent_id": cls.known.id, "email": "semenov@vodokanal.example"}
        )
        cls.env["res.partner.responsible"].create(
            {"partner_id": cls.known.id, "team_id": cls.vys.id, "user_id": cls.manager.id}
        )
        cls.events = cls.env["crm.inbound.event"]

    def setUp(self):
        super().setUp()
        self.number = 0

    @classmethod
    def _use_domain(cls, name):
        """Let the intake's address be info@ of the domain."""
        domains = cls.env["mail.alias.domain"]
        cls.domain = domains.search([("name", "=", name)]) or domains.create({"name": name})
        cls.env.company.alias_domain_id = cls.domain
        cls.alias.write({"alias_domain_id": cls.domain.id, "alias_name": "info"})

    def make_mail(self, text="We need a pump.", **values):
        """Raw bytes of a mail; every one has an id of its own unless `key` is given."""
        self.number += 1
        defaults = {
            "sender": "Ivan Petrov <ivan@newcomer.example>",
            "to": "info@plant.example",
            "subject": "Pump",
            "key": f"<{self.id()}-{self.number}@newcomer.example>",
            "headers": "",
        }
        values = {**defaults, **values}
        if values["headers"]:
            values["headers"] += "\n"
        return MAIL.format(text=text, **values).encode()

    def deliver(self, raw, model=False):
        """Hand a raw mail to the gateway; returns the event."""
        event_id = self.env["mail.thread"].message_process(model, raw)
        return self.events.browse(event_id)

    def interpret(self, *events):
        """Run the scheduled action; the commits of a test are savepoints of its own."""
        with self.no_commit():
            self.events._cron_interpret()

    @contextlib.contextmanager
    def no_commit(self):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: float("inf")):
            yield

    def receive(self, raw):
        event = self.deliver(raw)
        self.interpret()
        return event

    def make_call(self, **values):
        self.number += 1
        defaults = {
            "linkedid": f"pbx-{self.id()}-{self.number}",
            "start": "2026-03-02 09:00:00",
            "end": "2026-03-02 09:01:00",
            "src": "74997770011",
            "dst": "201",
            "did": "74951000000",
            "direction": "in",
            "answered": False,
        }
        # The connector's user, whoever the test runs as.
        return self.env["crm.phone.call"].sudo()._register_call({**defaults, **values})
