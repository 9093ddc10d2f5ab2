from . import goods
from . import payment_qr
from . import sheet
from . import words
