from . import test_contract_text
from . import test_delivery_forms
from . import test_form
from . import test_client_bank
from . import test_receivable
from . import test_scan
from . import test_statement
from . import test_layout
