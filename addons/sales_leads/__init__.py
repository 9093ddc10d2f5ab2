from . import models, wizard
from .hooks import give_address_back, take_address
