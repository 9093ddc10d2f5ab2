from . import amount
from . import numbers
