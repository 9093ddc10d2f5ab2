from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

DROP_BATCH = 500
# So many are run while the user waits; more are left to the scheduled action.
RUN_AT_ONCE = 20
MEGABYTE = 1024 * 1024
# What nobody has settled keeps its content, however old or large it is.
SETTLED = ("processed", "ignored")


class CrmInboundEvent(models.Model):
    """The part of an inbound event that is run again, and that is given up in the end."""

    _inherit = "crm.inbound.event"

    raw_dropped_at = fields.Datetime("Content given up", readonly=True)
    run_again_at = fields.Datetime("Run again", readonly=True)
    run_again_by_id = fields.Many2one("res.users", "Run again by", readonly=True, index="btree_not_null")

    # Serves the look for the last mail of a source, too.
    _raw_kept_idx = models.Index("(received_at) WHERE raw IS NOT NULL")

    # --- given up --------------------------------------------------------------------------------

    @api.model
    def _cron_drop_raw(self):
        """Give up the content of what is too old, and of the oldest above the size that is kept; digests stay."""
        for find in (self._find_outdated, self._find_too_many):
            while events := self.browse(find()):
                events.write({"raw": False, "raw_dropped_at": fields.Datetime.now()})
                if not self.env["ir.cron"]._commit_progress(len(events)):
                    return

    @api.model
    def _find_outdated(self):
        """Ids of the next settled events that are older than content is kept."""
        before = fields.Datetime.now() - timedelta(days=self.env.company.intake_raw_days)
        self.flush_model(["raw", "received_at", "state"])
        return self._get_ids(
            SQL(
                "SELECT id FROM crm_inbound_event WHERE raw IS NOT NULL AND received_at < %s AND state IN %s ORDER BY id LIMIT %s",
                before,
                SETTLED,
                DROP_BATCH,
            )
        )

    @api.model
    def _find_too_many(self):
        """Ids of the next settled events, oldest first, above the total size that is kept."""
        self.flush_model(["raw", "received_at", "state", "size"])
        return self._get_ids(
            SQL(
                """SELECT id FROM (SELECT id, state, sum(size) OVER (ORDER BY received_at DESC, id DESC) AS total
                                     FROM crm_inbound_event WHERE raw IS NOT NULL) kept
                    WHERE total > %s AND state IN %s ORDER BY id LIMIT %s""",
                self.env.company.intake_raw_megabytes * MEGABYTE,
                SETTLED,
                DROP_BATCH,
            )
        )

    @api.model
    def _get_ids(self, query):
        return [event_id for (event_id,) in self.env.execute_query(query)]

    # --- run again -------------------------------------------------------------------------------

    def action_run_again(self):
        """Interpret failed and ignored events anew; what was processed stays as it is."""
        self.check_access("write")
        events = self.filtered(lambda event: event.state in ("failed", "ignored"))
        if not events:
            raise UserError(self.env._("Only failed and ignored events can be run again."))
        kept = events.filtered(lambda event: not event.raw_dropped_at)
        if not kept:
            raise UserError(
                self.env._("Only the digest of this event is still kept: ask the sender to write once more.")
            )
        # What an event becomes does not depend on the rights of whoever presses the button.
        kept.sudo().with_user(SUPERUSER_ID)._run_again(self.env.user)
        return self._describe_run(len(kept), len(events - kept))

    def _run_again(self, user):
        now = fields.Datetime.now()
        self.write(
            {"state": "new", "error": False, "spam_rule_id": False, "run_again_at": now, "run_again_by_id": user.id}
        )
        if len(self) > RUN_AT_ONCE:
            return self._wake()
        for event in self:
            event._interpret_safely()
        return None

    def _describe_run(self, number, lost):
        """A notification where one line of the list does not say it all; True for a single event."""
        if number == 1 and not lost:
            return True
        waiting = number > RUN_AT_ONCE
        texts = [
            self.env._("%s events are run in turn, within the next minutes.", number)
            if waiting
            else self.env._("%s events were run again.", number)
        ]
        if lost:
            texts.append(self.env._("Of %s others only the digest is still kept.", lost))
        params = {
            "type": "warning" if lost else "success",
            "message": " ".join(texts),
            "next": {"type": "ir.actions.client", "tag": "soft_reload"},
        }
        return {"type": "ir.actions.client", "tag": "display_notification", "params": params}

    def action_set_aside(self):
        """Nothing is to be made of these failed events: they leave the list, and can be run again from there."""
        self.check_access("write")
        if any(event.state != "failed" for event in self):
            raise UserError(self.env._("Only failed events can be set aside."))
        for event in self:
            event._finish(
                "ignored",
                self.env._("Set aside by %(name)s. %(error)s", name=self.env.user.name, error=event.error or ""),
            )
        return True
