from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError

from ..tools import rest
from ..tools.cdr import is_outside, to_moment

# How far the clock of an exchange may be off before somebody has to set it.
TOLERANCE = timedelta(minutes=2)
LOOKED_AT = 200


class MikopbxConnection(models.Model):
    """The part of an exchange that answers "does it work, and if not, what do I do"."""

    _inherit = "mikopbx.connection"

    def action_test(self):
        """Ask the exchange once and write down in plain words what was found."""
        self.ensure_one()
        self.check_access("write")
        try:
            lines = {"rest": self._test_rest, "csv": self._test_file, "ami": self._test_bridge}[self.source]()
        except (rest.PbxError, OSError, UserError) as error:
            lines = [self.env._("Does not work: %s", self._describe_error(error))]
        self.sudo().test_result = "\n".join(lines)  # the result is the system's to write
        return True

    def _test_rest(self):
        if not self.has_api_key:
            raise UserError(self.env._("Enter the API key of the exchange."))
        client = self._open_client()
        now = rest.datetime.now()
        days = {
            "dateFrom": (now - rest.WINDOW).strftime(rest.ANSWER),
            "dateTo": (now + rest.MARGIN).strftime(rest.ANSWER),
        }
        rows, total = client.get_rows(grouped="false", sort="id", order="DESC", limit=LOOKED_AT, **days)
        source = rest.RestSource(client, "", now, now)
        legs = [leg for leg in map(lambda row: source.read_leg(row, 1), rest.flatten(rows)) if "bad" not in leg]
        lines = [self.env._("Works: the exchange tells its calls, %s in the last year.", total)]
        return lines + self._test_clock(client, legs) + self._test_extensions(legs)

    def _test_clock(self, client, legs):
        """The clock is told by the answer itself, the zone by calls that would end in the future."""
        lines, skew = [], client.get_skew()
        if skew is not None and abs(skew) > TOLERANCE:
            minutes = round(skew.total_seconds() / 60)
            lines.append(
                self.env._("Its clock is %s minutes fast: set the time there.", minutes)
                if minutes > 0
                else self.env._("Its clock is %s minutes slow: set the time there.", -minutes)
            )
        newest = max((leg["end"] or leg["start"] for leg in legs), default=None)
        if newest and client.clock:
            local = self._to_local(client.clock)
            ended = rest.datetime.fromisoformat(newest)
            if ended > local + TOLERANCE:
                hours = -(-(ended - local - TOLERANCE) // timedelta(hours=1))
                lines.append(
                    self.env._(
                        "The time zone is wrong: in %(zone)s the newest call would end %(hours)s h in the future.",
                        zone=self.tz,
                        hours=hours,
                    )
                )
            else:
                lines.append(
                    self.env._("The newest call ended at %s: is that right?", ended.strftime("%d.%m.%Y %H:%M"))
                )
        return lines

    def _test_extensions(self, legs):
        """Extensions that nobody has: their calls belong to nobody."""
        heard = {leg["dst"] for leg in legs if leg["answered"] and not leg["app"] and not is_outside(leg["dst"])}
        heard |= {leg["src"] for leg in legs if is_outside(leg["dst"]) and not is_outside(leg["src"])}
        # Who has which extension is told to whoever sets the exchange up.
        known = self.env["res.users"].sudo().search([("pbx_extension", "in", list(heard))]).mapped("pbx_extension")
        nobody = sorted(heard - set(known) - {""})
        return [self.env._("Nobody has these extensions: %s.", ", ".join(nobody))] if nobody else []

    def _test_file(self):
        legs = []
        for page in self._open_source().pages(0):
            legs = [leg for leg in page.legs if "bad" not in leg] or legs
        if not legs:
            return [self.env._("The file can be read, but no call stands in it.")]
        moment = to_moment(legs[-1]["start"], self.tz)
        return [self.env._("Works: the newest call began at %s.", moment)] + self._test_extensions(legs[-LOOKED_AT:])

    def _test_bridge(self):
        if not self.last_event_at:
            return [self.env._("The bridge has not reported yet: start it with the key that “New Key” shows.")]
        return [self.env._("The bridge last reported at %s.", self.last_event_at.strftime("%d.%m.%Y %H:%M UTC"))]
