from . import models


def _know_again(env):
    """Ids that an earlier installation brought stayed; what they stand for is known again."""
    env["onec.record"]._adopt_names()
