from . import test_series_date
from . import test_reservation
from . import test_gs1
from . import test_label
from . import test_roles
from . import test_tours
