from . import client_bank
from . import docx
from . import goods
from . import matching
from . import payment_qr
from . import scan
from . import sheet
from . import words
