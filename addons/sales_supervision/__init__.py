from . import models, wizard
from .hooks import leave
