import logging
import time
from datetime import datetime, timedelta

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import cdr, rest

_logger = logging.getLogger(__name__)

# Seconds that one run reads for; the rest waits for the next one, which follows at once.
SLICE = 40
# So long rows that were read may still change, by our own clock.
SETTLE = timedelta(minutes=10)
# Only rows of the last days change; how wrong clocks and zones may be is counted in.
RECENT = timedelta(days=2)
# A call that is still not finished after so long never will be.
GIVE_UP = timedelta(hours=6)
UNREADABLE = (rest.PbxError, OSError, UserError)


class MikopbxConnection(models.Model):
    """The part of an exchange that reads its calls: the truth, without a gap, whatever was told live.

    `position` keeps where to read on ("next") and from which day ("since"), what was read when ("seen": moments and
    places, until they have settled) and which calls are not finished ("open": when they were first seen so).
    """

    _inherit = "mikopbx.connection"

    @api.model
    def _cron_poll(self):
        """Read what is new of every exchange, the longest waiting first."""
        self = self.with_context(lang=self.env.company.partner_id.lang or self.env.lang)
        connections = self.search([("state", "=", "done"), ("source", "!=", "ami")], order="last_run_at")
        self.env["ir.cron"]._commit_progress(remaining=len(connections))
        until = time.monotonic() + SLICE
        for connection in connections:
            connection._poll_safely(until)
            if not self.env["ir.cron"]._commit_progress(1):
                return

    def _poll_safely(self, until):
        """Read one exchange; what goes wrong is told, and never stops the next one."""
        self.ensure_one()
        if not self.try_lock_for_update():
            return
        error = False
        try:
            self._poll(until)
        except UNREADABLE as problem:
            error = self._describe_error(problem)
        except rest.PbxReset:
            self.position = {"next": 0, "since": (self.position or {}).get("since")}
        except psycopg2.OperationalError:
            # Somebody changes the settings at this very moment: the next minute reads on.
            self.env.cr.rollback()
            return
        except Exception as problem:  # one odd exchange must not stop the others
            _logger.info("Telephone exchange %s: %s", self.id, type(problem).__name__, exc_info=True)
            error = self.env._("Unexpected: %s", type(problem).__name__)
        now = fields.Datetime.now()
        self.write({"last_run_at": now, "error": error, **({} if error else {"last_success_at": now})})
        self.env["crm.intake.source"]._report("connector", f"mikopbx-{self.id}", self.name, error)

    def _poll(self, until):
        source, begin = self._open_source(), (self.position or {}).get("next", 0)
        for calls, page in cdr.gather(source.pages(begin)):
            open_calls = self._find_open(calls)
            self._store_calls({linkedid: legs for linkedid, legs in calls.items() if linkedid not in open_calls})
            self._move_on(source, calls, page, open_calls)
            left = self.env["ir.cron"]._commit_progress()
            # The place follows a page behind: a run that stopped before it moved would stop there for ever.
            if page.more and (not left or (page.position > begin and time.monotonic() > until)):
                self.env.ref("sales_leads_mikopbx.ir_cron_poll")._trigger()
                return

    def _find_open(self, calls):
        """{linkedid: [when it was first seen unfinished, where it begins]} of the calls that are waited for."""
        known, now = (self.position or {}).get("open") or {}, fields.Datetime.now()
        waiting = {}
        for linkedid, legs in calls.items():
            if any(leg.get("open") for leg in legs):
                first = known[linkedid][0] if linkedid in known else fields.Datetime.to_string(now)
                if not self._is_over(first, now, GIVE_UP):
                    waiting[linkedid] = [first, min(leg["mark"] for leg in legs)]
        return waiting

    def _store_calls(self, calls):
        """Hand the calls on; what cannot be read is stored too, and stands on the dispatcher's list with its error."""
        payloads = []
        for linkedid, legs in calls.items():
            bad = [leg for leg in legs if "bad" in leg]
            payloads += [{"row": leg["bad"], "why": leg["why"], "exchange": self.name} for leg in bad]
            try:
                payloads += cdr.tell_call([leg for leg in legs if "bad" not in leg], self.tz)
            except Exception as error:  # one bad call must not stop the others
                why = f"{type(error).__name__}: {error}"
                payloads.append({"legs": legs, "why": why, "exchange": self.name, "call": linkedid})
        if payloads:
            self.env["crm.inbound.event"]._store_calls(payloads)

    def _move_on(self, source, calls, page, open_calls):
        """Write down from where to read next time: never past what may change or is not finished."""
        known, now = self.position or {}, fields.Datetime.now()
        place, seen, waiting = page.position, [], {}
        if source.settles:
            waiting = {
                linkedid: told
                for linkedid, told in (known.get("open") or {}).items()
                if linkedid not in calls and not self._is_over(told[0], now, GIVE_UP)
            } | open_calls
            place, seen = self._settle(known, place, calls, now)
        since = datetime.now() - RECENT if not page.more else getattr(source, "since", False)
        self.position = {
            "next": min([place, *(mark for _first, mark in waiting.values())]),
            "since": since and since.isoformat(" ", "seconds"),
            "seen": seen,
            "open": waiting,
        }

    def _settle(self, known, place, calls, now):
        """(place up to which nothing changes any more, [moment, place] of what was read but may still change)."""
        seen = known.get("seen") or []
        border = str(datetime.now() - RECENT)
        recent = [leg["mark"] for legs in calls.values() for leg in legs if leg.get("start", "9") > border]
        settled = [mark for moment, mark in seen if self._is_over(moment, now, SETTLE)]
        reached = max([known.get("next", 0), *settled] + ([] if seen else [min([place, *recent])]))
        if place > max([reached, *(mark for _moment, mark in seen)]):
            seen = [*seen, [fields.Datetime.to_string(now), place]]
        return reached, [[moment, mark] for moment, mark in seen if mark > reached]

    @staticmethod
    def _is_over(moment, now, span):
        return now - fields.Datetime.to_datetime(moment) >= span
