from . import amount
from . import numbers
from . import running_head
