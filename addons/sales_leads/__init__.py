from . import models, wizard
from .hooks import leave, take_address
