import logging
from contextlib import contextmanager

_logger = logging.getLogger(__name__)


@contextmanager
def kept_apart(record):
    """What fails for one record of a scheduled action is undone and logged, and stops no other."""
    try:
        with record.env.cr.savepoint():
            yield
    except Exception:
        record.env.invalidate_all()
        _logger.exception("%s was left out by the scheduled action", record)
