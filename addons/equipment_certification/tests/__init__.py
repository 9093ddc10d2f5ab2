from . import (
    test_bad_input,
    test_certificate,
    test_closing,
    test_deal,
    test_expiry,
    test_gate,
    test_papers,
    test_property,
    test_rights,
    test_tours,
    test_views,
    test_words,
)
