from . import (
    test_bridge,
    test_connection,
    test_dial,
    test_endpoint,
    test_ill,
    test_live,
    test_poll,
    test_sources,
    test_tours,
)
