"""Locks that outlive a rollback: who plans supply waits here, before his snapshot is taken, not after.

A lock inside a transaction makes the second one wait and then fail, since its snapshot is older than what the first one
wrote; Odoo runs it again after a random sleep, five times at most. A lock of the session is still held when the
transaction begins anew: the second try cannot be overtaken. It is given back after the commit, or when the transaction
is given up.
"""

import sys
import weakref

from psycopg2.extensions import TRANSACTION_STATUS_IDLE

from odoo.sql_db import Cursor

SPACE = 1_903_411  # first key of our locks, the second one is the product
_held = weakref.WeakKeyDictionary()


def acquire(cr, ids):
    """Lock these numbers for the session, in one order for all; returns whether any of them is new.

    The cursor of a test lives in one transaction for all: nothing to lock there.
    """
    if not isinstance(cr, Cursor):
        return False
    held = _held.setdefault(cr, set())
    new = sorted(set(ids) - held)
    if not new:
        return False
    if held:  # out of order: give back what is held rather than wait in a ring
        new = sorted(held | set(new))
        _unlock(cr)
    cr.execute("SELECT pg_advisory_lock(%s, number) FROM unnest(%s) AS number", [SPACE, new], log_exceptions=False)
    _held[cr] = set(new)
    cr.postcommit.add(lambda: _unlock(cr))
    cr.postrollback.add(lambda: _keep_once(cr))
    return True


def _keep_once(cr):
    """After the first rollback Odoo may try again: the locks stay for that; after a second one they are given back.

    A cursor that is being closed rolls back as well, after an error that is not tried again; its connection goes to
    whoever asks next, and must not take the locks along.
    """
    if "_obj" not in vars(cr):
        _unlock(cr)
    elif cr in _held:
        cr.postcommit.add(lambda: _unlock(cr))
        # Not to postrollback at once: what is added there now belongs to this very rollback.
        cr.prerollback.add(lambda: cr.postrollback.add(lambda: _unlock(cr)))


def _unlock(cr):
    """Also from hooks that run when the cursor is closed already, so on the connection itself."""
    if not _held.pop(cr, None):
        return
    connection = cr._cnx
    is_idle = connection.info.transaction_status == TRANSACTION_STATUS_IDLE
    with connection.cursor() as own:
        own.execute("SELECT pg_advisory_unlock_all()")
    if is_idle:  # that began a transaction of its own
        connection.rollback()


def begin_anew(cr):
    """Take a fresh snapshot; nothing is lost where the transaction only read."""
    if not isinstance(cr, Cursor) or cr.precommit._funcs or any(cr.transaction.field_dirty.values()):
        return
    cr.execute("SELECT pg_current_xact_id_if_assigned() IS NULL")
    if cr.fetchone()[0]:
        cr.rollback()
        if _held.get(cr):  # that rollback was ours: the next one is the first that may be tried again
            cr.prerollback.clear()
            cr.postrollback.add(lambda: _keep_once(cr))


def is_called_from_outside(name):
    """Whether a method of this name was called by a client itself: no code around it has a savepoint or a plan."""
    frame = sys._getframe(1)
    while frame and frame.f_code.co_name == name:
        frame = frame.f_back
    return bool(frame) and frame.f_code.co_name == "call_kw"
