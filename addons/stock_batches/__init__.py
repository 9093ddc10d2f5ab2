from . import tools
from . import models
from . import wizard
from .hooks import _date_known_series, _leave
