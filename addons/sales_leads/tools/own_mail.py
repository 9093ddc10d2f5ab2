"""Reading a person's mailbox over IMAP: headers first, nothing changed there."""

from imapclient.imapclient import SENT

from . import mail as mail_reader

HEADERS = "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID FROM TO CC BCC)]"
WHOLE = "BODY.PEEK[]"
# Of servers that do not say which folder holds the sent mails.
SENT_NAMES = ("Отправленные", "Исходящие", "Sent", "Sent Items", "Sent Messages", "INBOX.Sent", "INBOX.Отправленные")


def find_sent_folder(client):
    """Name of the folder of sent mails, or None."""
    named = client.find_special_folder(SENT)
    if named:
        return named
    folders = {name for _flags, _delimiter, name in client.list_folders()}
    return next((name for name in SENT_NAMES if name in folders), None)


def read_position(written, validity):
    """Uid of the last mail looked at; 0 when the server has numbered its mails anew."""
    known, _colon, uid = (written or "").partition(":")
    return int(uid) if known == str(validity) and uid else 0


def find_new(client, last, since):
    """Uids after `last`, oldest first; from the day `since` on where nothing was looked at yet."""
    # "n:*" always gives the last mail, even when its uid is smaller than n.
    criteria = ["UID", f"{last + 1}:*"] if last else ["SINCE", since]
    return sorted(uid for uid in client.search(criteria) if uid > last)


def read_headers(client, uids):
    """{uid: Mail with the headers that tell whose it is}."""
    found = client.fetch(uids, [HEADERS])
    return {uid: mail_reader.read_headers(_get_body(found.get(uid, {}))) for uid in uids}


def read_whole(client, uid):
    """Raw bytes of a mail; empty when it is gone meanwhile."""
    return _get_body(client.fetch([uid], [WHOLE]).get(uid, {}))


def _get_body(answer):
    return next((value for name, value in answer.items() if name.startswith(b"BODY[")), b"") or b""
