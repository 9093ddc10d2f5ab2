from . import models, wizard
from .hooks import _fill_installed_base, _leave
