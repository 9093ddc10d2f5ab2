from . import models
from .hooks import _take_back_groups
