from . import balance
from . import need
from . import procure
from . import take_back
