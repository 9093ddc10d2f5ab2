from . import models, wizard
from .hooks import _leave, _make_shipped_rules
