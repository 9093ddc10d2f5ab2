from . import test_split
from . import test_start
from . import test_balance
from . import test_figures
from . import test_property
from . import test_roles
from . import test_tour
