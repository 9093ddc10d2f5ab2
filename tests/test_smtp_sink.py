"""The SMTP sink that other tests rely on keeps what it is sent, and nothing else."""

import smtplib

from smtp_sink import Sink

MAIL = "From: a@sender.example\r\nTo: b@receiver.example\r\nSubject: =?utf-8?b?0J/RgNC40LLQtdGC?=\r\n\r\nOne.\r\n"


def test_the_sink_keeps_what_it_is_sent():
    with Sink() as sink, Sink() as other:
        with smtplib.SMTP(sink.host, sink.port, timeout=10) as client:
            client.sendmail("bounce@sender.example", ["b@receiver.example", "hidden@receiver.example"], MAIL)
        (message,) = sink.wait()
        assert (message["Subject"], message["To"]) == ("Привет", "b@receiver.example")
        assert message.envelope_from == "bounce@sender.example"
        assert message.envelope_to == ["b@receiver.example", "hidden@receiver.example"]
        assert "One." in message.get_content()
        assert not other.messages
    assert sink.wait(2, seconds=0.1) == [message]
