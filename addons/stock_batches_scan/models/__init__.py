from . import stock_scan_device
from . import stock_scan_session
from . import stock_scan_session_run
from . import stock_scan_event
from . import stock_scan_line
from . import stock_scan_claim
from . import stock_move_line
from . import stock_scan_document_mixin
