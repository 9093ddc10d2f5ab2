from . import gs1
from . import symbol
from . import label
