"""Wait for what another process does."""

import time


def wait_for(probe, wanted, seconds=30):
    """Look until the probe says what is wanted, and fail with what it said in the end."""
    until = time.monotonic() + seconds
    while (found := probe()) != wanted and time.monotonic() < until:
        time.sleep(0.1)
    assert found == wanted
