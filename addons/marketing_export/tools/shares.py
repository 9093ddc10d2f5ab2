"""Who calls when: evenly by load, not more than so many a day, without a database."""

from collections import Counter


class Shares:
    """Gives days out: each call to the least loaded of the managers that may make it, on his first free day."""

    def __init__(self, day_limit, load, days):
        self.day_limit = day_limit
        self.days = list(days)
        self.planned = Counter(load)
        self.totals = Counter()
        for (user_id, _day), number in self.planned.items():
            self.totals[user_id] += number
        self.position = {}
        self.nobody = self.late = 0

    def take(self, user_ids):
        """(user id, day); no day when nobody may make the call or his days are full, which is counted."""
        if not user_ids:
            self.nobody += 1
            return None, None
        user_id = min(user_ids, key=lambda candidate: (self.totals[candidate], candidate))
        day = self._find_day(user_id)
        if day is None:
            self.late += 1
            return user_id, None
        self.planned[user_id, day] += 1
        self.totals[user_id] += 1
        return user_id, day

    def _find_day(self, user_id):
        """The first day on which this manager has room; days never get room again, so the search goes on there."""
        index = self.position.get(user_id, 0)
        while index < len(self.days):
            if not self.day_limit or self.planned[user_id, self.days[index]] < self.day_limit:
                self.position[user_id] = index
                return self.days[index]
            index += 1
        self.position[user_id] = index
        return None
