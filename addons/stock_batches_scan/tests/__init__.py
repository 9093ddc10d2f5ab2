from . import test_page
from . import test_pick
