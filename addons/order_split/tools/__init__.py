from . import balance
from . import claims
from . import components
from . import need
from . import offer
from . import procure
from . import session_lock
from . import take_back
