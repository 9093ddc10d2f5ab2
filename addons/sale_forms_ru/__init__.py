from . import models
from . import tools
from . import wizard
from .hooks import _leave, _set_up
