from . import test_pick
