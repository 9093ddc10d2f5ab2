from . import models
from .hooks import leave
