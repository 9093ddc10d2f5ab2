from . import (
    test_bad_mail,
    test_board,
    test_call,
    test_call_back,
    test_call_reports,
    test_customer_request,
    test_form_mail,
    test_forward,
    test_gateway,
    test_inbound_event,
    test_lead,
    test_lead_roles,
    test_mail_rule,
    test_reader,
    test_reader_edges,
    test_request_routing,
    test_samples,
    test_security,
    test_settings,
    test_tours,
)
from . import test_appeal_merge
from . import test_dispatch_board
from . import test_dispatch_rule
from . import test_dispatch_script
from . import test_dispatch_time
from . import test_dispatch_tour
