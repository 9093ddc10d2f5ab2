from . import test_gs1_cases
from . import test_page
from . import test_pick
from . import test_scripts
