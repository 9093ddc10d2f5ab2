"""How often somebody may ask, in this process."""

import time

# More askers than this are strangers that come from everywhere: the oldest are forgotten.
MOST = 1000


class Bucket:
    """`rate` a second, `burst` at once, for each asker."""

    def __init__(self, rate, burst, clock=time.monotonic):
        self.rate, self.burst, self.clock, self.left = rate, burst, clock, {}

    def take(self, asker):
        """Whether the asker may ask now."""
        now = self.clock()
        left, at = self.left.pop(asker, (self.burst, now))
        left = min(self.burst, left + (now - at) * self.rate)
        allowed = left >= 1
        self.left[asker] = (left - allowed, now)
        if len(self.left) > MOST:
            self.left.pop(next(iter(self.left)), None)
        return allowed
