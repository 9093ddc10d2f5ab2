from . import (
    test_bad_mail,
    test_board,
    test_call,
    test_customer_request,
    test_gateway,
    test_inbound_event,
    test_lead,
    test_mail_rule,
    test_reader,
    test_samples,
    test_security,
    test_tours,
)
