from . import test_production
from . import test_tours
