"""The connection to Asterisk's manager interface, made anew whenever it breaks, with longer and longer pauses."""

import logging

from panoramisk import Manager

LOG = logging.getLogger("bridge.pbx")
FIRST_PAUSE, LONGEST_PAUSE = 1, 60


class PatientManager(Manager):
    """Waits longer after each failure; a refused login is a failure, too."""

    def connection_made(self, future):
        if future.cancelled():
            return
        if future.exception():
            LOG.warning("the exchange does not answer, next try in %s s", self.reconnect_timeout)
            self._connected = False
        super().connection_made(future)
        if future.exception():
            self._wait_longer()

    def login(self, future):
        accepted = super().login(future)
        if not accepted:
            LOG.error("the exchange refuses the login: check user and password")
        return accepted

    def connection_lost(self, exc):
        super().connection_lost(exc)
        self._wait_longer()

    def _wait_longer(self):
        self.reconnect_timeout = min(self.reconnect_timeout * 2, LONGEST_PAUSE)


def connect(settings, take, tracker):
    """Listen from now on; `take` gets each event as a mapping.

    Whatever ended while nobody listened is asked for after each login.
    """

    def on_login(manager):
        manager.reconnect_timeout = FIRST_PAUSE
        LOG.info("the exchange tells its calls")
        known = list(tracker.calls)
        asked = manager.send_action({"Action": "CoreShowChannels"}, as_list=True)
        asked.add_done_callback(lambda future: reconcile(future, known))

    def reconcile(future, known):
        if future.cancelled() or future.exception():
            return
        for message in future.result():
            tracker.feed(message)
        for linkedid in tracker.find_gone(known):
            take({"Event": "Gone", "Linkedid": linkedid})

    manager = PatientManager(
        host=settings["host"],
        port=int(settings.get("port", 5038)),
        username=settings["user"],
        secret=settings["secret"],
        reconnect_timeout=FIRST_PAUSE,
        on_login=on_login,
    )
    manager.register_event("*", lambda _manager, event: take(event))
    manager.connect()
    return manager
