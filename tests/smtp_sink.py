"""A real SMTP server that keeps what it is sent: `with Sink() as sink: … sink.messages`."""

import email
import email.policy
import threading

from aiosmtpd.controller import Controller


class Sink:
    """Accepts every mail on a free port of 127.0.0.1.

    `messages` holds them parsed, in the order of their coming, each with `envelope_from`, `envelope_to` and `raw`.
    """

    host = "127.0.0.1"

    def __init__(self):
        self.messages = []
        self.port = None
        self._came = threading.Condition()
        self._controller = None

    async def handle_DATA(self, _server, _session, envelope):  # the name that aiosmtpd calls
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        message.raw = envelope.content
        message.envelope_from, message.envelope_to = envelope.mail_from, list(envelope.rcpt_tos)
        with self._came:
            self.messages.append(message)
            self._came.notify_all()
        return "250 Message accepted for delivery"

    def wait(self, number=1, seconds=60):
        """The messages, as soon as there are at least so many or the time is over."""
        with self._came:
            self._came.wait_for(lambda: len(self.messages) >= number, seconds)
            return list(self.messages)

    def __enter__(self):
        # Port 0: the system chooses a free one, which the socket knows once it listens.
        self._controller = _FreePortController(self, hostname=self.host, port=0)
        self._controller.start()
        self.port = self._controller.server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_details):
        self._controller.stop()


class _FreePortController(Controller):
    def _trigger_server(self):
        # aiosmtpd connects to its own port to see whether it lives: it has to know the one it was given.
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
