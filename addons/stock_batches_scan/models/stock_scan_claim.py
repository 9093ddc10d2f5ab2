from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.tools import SQL

MINUTES = 15
LOCK_SPACE = 7201

CLAIM = """
INSERT INTO stock_scan_claim (move_line_id, session_id, user_id, company_id, expires_at, create_uid, create_date)
     VALUES (%s, %s, %s, %s, %s, %s, now() AT TIME ZONE 'utc')
ON CONFLICT (move_line_id) DO UPDATE
        SET session_id = EXCLUDED.session_id, user_id = EXCLUDED.user_id, expires_at = EXCLUDED.expires_at
      WHERE stock_scan_claim.session_id = EXCLUDED.session_id OR stock_scan_claim.expires_at < %s
  RETURNING id
"""


class StockScanClaim(models.Model):
    """Who brings which line now: one person a line, until he has it or his time is over."""

    _name = "stock.scan.claim"
    _description = "Line in Somebody's Hands"
    _order = "expires_at desc, id desc"
    _rec_name = "user_id"

    move_line_id = fields.Many2one("stock.move.line", required=True, readonly=True, ondelete="cascade")
    picking_id = fields.Many2one(related="move_line_id.picking_id", string="Transfer")
    product_id = fields.Many2one(related="move_line_id.product_id")
    session_id = fields.Many2one("stock.scan.session", required=True, readonly=True, index=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", "Worker", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    expires_at = fields.Datetime("Until", required=True, readonly=True)

    _line_uniq = models.UniqueIndex("(move_line_id)", "Somebody brings this line already.")

    @api.model
    def _take_first(self, session, lines):
        """Claim the first of these lines that nobody brings; empty where all are taken.

        Lines that a colleague is just taking are passed over: nobody waits, and nobody gets a line twice.
        """
        return next((line for line in lines if self._try(session, line)), lines.browse())

    @api.model
    def _take(self, session, line):
        """Claim this very line, or keep it; False where somebody else brings it. Waits for who is just taking it."""
        if self._keep(session, line):
            return True
        self.env.cr.execute(SQL("SELECT pg_advisory_xact_lock(%s, %s)", LOCK_SPACE, line.id))
        return self._claim(session, line)

    @api.model
    def _try(self, session, line):
        """As `_take`, but without waiting, and without an error where it was taken after this transaction began."""
        cr = self.env.cr
        cr.execute(SQL("SELECT pg_try_advisory_xact_lock(%s, %s)", LOCK_SPACE, line.id))
        if not cr.fetchone()[0]:
            return False
        try:
            with cr.savepoint(flush=False):
                return self._is_as_seen(line) and self._claim(session, line)
        except SerializationFailure:
            return False

    @api.model
    def _is_as_seen(self, line):
        """False where a colleague took, brought and let go of this line since this transaction began: what is read here
        still shows it open. The database says so where the row is to be locked."""
        lock = SQL("SELECT id FROM stock_move_line WHERE id = %s FOR NO KEY UPDATE SKIP LOCKED", line.id)
        self.env.cr.execute(lock, log_exceptions=False)
        return bool(self.env.cr.fetchone())

    @api.model
    def _keep(self, session, line):
        """What is in hand already stays there a while longer."""
        self.env.cr.execute(
            SQL(
                "UPDATE stock_scan_claim SET expires_at = %s WHERE move_line_id = %s AND session_id = %s RETURNING id",
                fields.Datetime.now() + timedelta(minutes=MINUTES),
                line.id,
                session.id,
            )
        )
        self.invalidate_model(flush=False)
        return bool(self.env.cr.fetchone())

    @api.model
    def _claim(self, session, line):
        now = fields.Datetime.now()
        row = (line.id, session.id, session.user_id.id, session.company_id.id, now + timedelta(minutes=MINUTES))
        self.env.cr.execute(SQL(CLAIM, *row, self.env.uid, now), log_exceptions=False)
        self.invalidate_model(flush=False)
        return bool(self.env.cr.fetchone())

    @api.model
    def _get_taken(self, session, lines):
        """{line: user} of lines that others bring now."""
        claims = self.sudo().search(  # whoever it is: everybody sees who brings a line
            [
                ("move_line_id", "in", lines.ids),
                ("session_id", "!=", session.id),
                ("expires_at", ">=", fields.Datetime.now()),
            ]
        )
        return {claim.move_line_id.with_env(lines.env): claim.user_id for claim in claims}

    @api.model
    def _get_claimed(self, lines):
        """Those of these lines that somebody brings now."""
        claims = self.sudo().search(  # as above
            [("move_line_id", "in", lines.ids), ("expires_at", ">=", fields.Datetime.now())]
        )
        return claims.move_line_id

    @api.model
    def _release(self, session):
        """The session is over, or its worker went on to other goods."""
        self.sudo().search([("session_id", "=", session.id)]).unlink()  # made by scanning only

    @api.autovacuum
    def _gc_expired(self):
        self.search([("expires_at", "<", fields.Datetime.now())], limit=1000).unlink()
