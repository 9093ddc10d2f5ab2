from . import models, wizard
from .hooks import _take_back_groups
