from . import sale_bank_upload
from . import sale_form_print
from . import sale_form_scan_upload
