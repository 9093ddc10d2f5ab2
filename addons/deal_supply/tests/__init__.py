from . import test_deal_supply
from . import test_hooks
from . import test_expiry
from . import test_series_property
from . import test_shipping
from . import test_tour
from . import test_paid_supply
from . import test_wanted_day
