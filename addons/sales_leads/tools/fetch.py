"""A mailbox that is read without a mail being marked as read before it is stored."""

from imaplib import IMAP4


class SafeConnection:
    """Stands before one of core's connections to a mailbox.

    Core asks for the whole mail, which marks it as read, takes the mark back and sets it again afterwards, whether
    or not the mail could be stored. A process that dies in between, or a database that refuses, costs the mail.
    Here a mail is fetched without a mark, and marked only when it is stored.
    """

    def __init__(self, connection, is_stored, describe):
        """
        :param is_stored: function of the raw mail
        :param describe: text of the error for so many mails that could not be stored
        """
        self._connection, self._is_stored, self._describe = connection, is_stored, describe
        self._raw = b""
        self._refused = 0

    def __getattr__(self, name):
        return getattr(self._connection, name)

    def retrieve_unread_messages(self):
        read = self._peek() if isinstance(self._connection, IMAP4) else self._connection.retrieve_unread_messages()
        for number, raw in read:
            self._raw = raw
            yield number, raw
        if self._refused:
            # Core writes it down as the server's error, which raises the alarm.
            raise OSError(self._describe(self._refused))

    def _peek(self):
        unread = self._connection._unread_messages
        while unread:
            number = unread.pop()
            _result, data = self._connection.fetch(number, "(BODY.PEEK[])")
            # A mail that was moved away meanwhile has no content.
            if data and isinstance(data[0], tuple):
                yield number, data[0][1]

    def handled_message(self, number):
        if self._is_stored(self._raw):
            self._connection.handled_message(number)
        else:
            self._refused += 1
