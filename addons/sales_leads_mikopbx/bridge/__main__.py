#!/usr/bin/env python3
"""The bridge: tells Odoo what rings at the telephone exchange, the moment it rings.

Usage: python addons/sales_leads_mikopbx/bridge CONFIG

Runs beside Odoo or beside the exchange, outside of Odoo's process; needs panoramisk and the standard library. CONFIG is
an ini file that only its user may read; config/pbx-bridge.conf shows it.
"""

import asyncio
import configparser
import logging
import signal
import sys

import live
from sender import Sender
from spool import Spool
from tracker import Tracker

LOG = logging.getLogger("bridge")


class NoSecrets(logging.Filter):
    """Neither key nor password gets into a log, whoever writes it."""

    def __init__(self, secrets):
        super().__init__()
        self.secrets = [secret for secret in secrets if secret]

    def filter(self, record):
        text = record.getMessage()
        for secret in self.secrets:
            text = text.replace(secret, "***")
        record.msg, record.args = text, ()
        return True


def read_config(path):
    config = configparser.ConfigParser(interpolation=None)
    with open(path) as file:
        config.read_file(file)
    return config


def set_up_logging(config):
    handler = logging.StreamHandler()
    handler.addFilter(NoSecrets([config["pbx"]["secret"], config["odoo"]["key"]]))
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=config.get("bridge", "log", fallback="INFO"), handlers=[handler])


async def run(config):
    spool = Spool(config["bridge"]["spool"])
    sender = Sender(spool, config["odoo"]["url"], config["odoo"]["key"])
    tracker = Tracker(spool.load_calls(), config.get("pbx", "extensions", fallback=r"\d{2,4}"))

    def take(message):
        linkedid, events = tracker.feed(message)
        spool.keep(linkedid, tracker.calls.get(linkedid), events)
        if events:
            sender.wake()

    connection = live.connect(config["pbx"], take, tracker)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    tasks = [asyncio.create_task(sender.run()), asyncio.create_task(sender.greet())]
    LOG.info("bridge runs; %s events wait", spool.count())
    await stop.wait()
    connection.close()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    spool.close()


def main(arguments):
    if len(arguments) != 1:
        raise SystemExit(__doc__)
    config = read_config(arguments[0])
    set_up_logging(config)
    asyncio.run(run(config))


if __name__ == "__main__":
    main(sys.argv[1:])
