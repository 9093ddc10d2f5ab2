import contextlib
from unittest.mock import patch

from ..tools import mail as mail_reader
from ..tools import own_mail
from .common import SalesLeadsCommon

SECRET = "s3cret-of-the-manager"
VALIDITY = 4_000_000_000


class FakeClient:
    """As much of IMAPClient as is used, over two lists of raw mails; the real thing is used in tests/."""

    def __init__(self):
        self.folders = {"INBOX": [], "Sent": []}
        self.validity, self.opened, self.whole = VALIDITY, None, []
        self.sent_flag = True

    def find_special_folder(self, _flag):
        return "Sent" if self.sent_flag else None

    def list_folders(self):
        return [((), b"/", name) for name in self.folders]

    def select_folder(self, name, readonly=False):
        assert readonly, "nothing may be changed in somebody's mailbox"
        self.opened = self.folders[name]
        return {b"UIDVALIDITY": self.validity}

    def search(self, criteria):
        uids = list(range(1, len(self.opened) + 1))
        if criteria[0] == "UID":
            first = int(criteria[1].partition(":")[0])
            return [uid for uid in uids if uid >= first] or uids[-1:]
        return uids

    def fetch(self, uids, parts):
        (part,) = parts
        name = part.replace(".PEEK", "").encode()
        if part == own_mail.WHOLE:
            self.whole.extend(self.opened[uid - 1] for uid in uids)
            return {uid: {b"SEQ": uid, name: self.opened[uid - 1]} for uid in uids}
        heads = {uid: mail_reader.split(self.opened[uid - 1])[0] for uid in uids}
        return {uid: {b"SEQ": uid, name: head + b"\r\n\r\n"} for uid, head in heads.items()}


class OwnMailboxCommon(SalesLeadsCommon):
    """A manager with a mailbox of her own that is switched on, on a mail server that is not there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager.email = "anna@plant.example"
        cls.box = cls.env["crm.own.mailbox"].create(
            {
                "user_id": cls.manager.id,
                "server": "imap.plant.example",
                "login": "anna@plant.example",
                "password": SECRET,
                "state": "done",
            }
        )

    def setUp(self):
        super().setUp()
        self.client = FakeClient()
        patcher = patch.object(type(self.box), "_connect", lambda box: contextlib.nullcontext(self.client))
        patcher.start()
        self.addCleanup(patcher.stop)

    def put(self, *mails, folder="INBOX"):
        self.client.folders[folder].extend(raw.replace(b"\n", b"\r\n") for raw in mails)

    def write_to_anna(self, text="When will the pump come?", **values):
        return self.make_mail(
            text, **{"sender": "Ilya <semenov@vodokanal.example>", "to": "anna@plant.example", **values}
        )

    def write_as_anna(self, text="In May.", **values):
        return self.make_mail(text, **{"sender": "anna@plant.example", "to": "semenov@vodokanal.example", **values})

    def fetch(self):
        """One run of the scheduled actions; returns the events of the mailbox."""
        with self.no_commit():
            self.box._cron_fetch()
        self.interpret()
        return self.events.search([("mailbox_id", "=", self.box.id)], order="id")
