from . import amount
