from . import controllers, models
from .hooks import leave
