from . import amount
from . import arabic
from . import numbers
from . import running_head
