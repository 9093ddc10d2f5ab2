"""MikoPBX's REST API, version 3: what is asked, and what may come back."""

import json
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import requests

from .cdr import Page

PATH = "/pbxcore/api/v3"
PAGE = 1000
TIMEOUT = 20
LARGEST_ANSWER = 64 * 1024 * 1024
# Without dates the exchange looks at the last 30 days only; with them at no more than 365 days.
WINDOW = timedelta(days=360)
# Rows are numbered when a call ends and dated when it begins; clocks and zones may be wrong besides.
MARGIN = timedelta(days=2)
ANSWERED = ("ANSWERED", "ANSWER")
ANSWER = "%Y-%m-%d %H:%M:%S"


class PbxError(Exception):
    """The exchange could not be asked, by kind: unreachable, certificate, refused, forbidden, range, busy, odd, order."""

    def __init__(self, kind, detail=""):
        super().__init__(f"{kind} {detail}".strip())
        self.kind, self.detail = kind, detail


class PbxReset(Exception):
    """The numbers of the rows began anew: the exchange was restored or set up again."""


def get_url(host):
    """Address of the exchange as it was entered, HTTPS unless it says otherwise."""
    host = (host or "").strip().rstrip("/")
    return host if re.match(r"https?://", host) else f"https://{host}"


class RestClient:
    """Asks one exchange; the key goes to it alone, and into no message."""

    def __init__(self, host, key, verify=True):
        self.url = get_url(host)
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {key}"
        self.session.verify = verify
        self.clock = None

    def get(self, path, **params):
        """What the exchange answers under "data".

        :raises PbxError: when it does not answer as it should
        """
        try:
            with self.session.get(
                self.url + PATH + path, params=params, timeout=TIMEOUT, allow_redirects=False, stream=True
            ) as answer:
                self._read_clock(answer)
                self._check(answer.status_code)
                raw = answer.raw.read(LARGEST_ANSWER + 1, decode_content=True)
        except PbxError:
            raise
        except requests.exceptions.SSLError as error:
            raise PbxError("certificate") from error
        except (requests.RequestException, OSError) as error:
            raise PbxError("unreachable", type(error).__name__) from error
        except Exception as error:  # urllib3's own, when an answer is cut in the middle
            raise PbxError("odd", type(error).__name__) from error
        return self._read(raw)

    def _read_clock(self, answer):
        try:
            self.clock = parsedate_to_datetime(answer.headers["Date"]).astimezone(UTC)
        except (KeyError, ValueError, TypeError):
            self.clock = None

    @staticmethod
    def _check(status):
        kinds = {401: "refused", 403: "forbidden", 422: "range"}
        if status in kinds:
            raise PbxError(kinds[status])
        if status >= 500 or status == 429:
            raise PbxError("busy", str(status))
        if status != 200:
            raise PbxError("odd", str(status))

    @staticmethod
    def _read(raw):
        try:
            answer = json.loads(raw)
            if not answer["result"]:
                raise ValueError("result")
            return answer["data"]
        except (ValueError, KeyError, TypeError) as error:
            raise PbxError("odd", type(error).__name__) from error

    def get_rows(self, **params):
        """(rows, how many there are in all, whether they are grouped by call) of the list of calls."""
        data = self.get("/cdr", **params)
        # Versions of the exchange name the list differently, and some group it whatever they are asked.
        items = data if isinstance(data, list) else data.get("records", data.get("data"))
        if not isinstance(items, list):
            raise PbxError("odd", "records")
        total = (data.get("pagination") or {}).get("total", len(items)) if isinstance(data, dict) else len(items)
        return items, int(total)

    def get_skew(self):
        """By how much the clock of the exchange is ahead of ours; None when it does not tell."""
        return self.clock and self.clock - datetime.now(UTC)


class RestSource:
    """The list of calls of one MikoPBX, page after page, from a place and a day on."""

    settles = True

    def __init__(self, client, reference, oldest, since):
        """`reference` is what recordings are told apart by.

        Nothing before the naive moment `oldest` is read; up to `since` everything was read before.
        """
        self.client, self.reference, self.oldest, self.since = client, reference, oldest, since

    def pages(self, position):
        now = datetime.now()
        # As far back as one question may go: a clock that was set back must not hide what is new.
        first = max(self.oldest, min(self.since - MARGIN, now + MARGIN - WINDOW))
        while True:
            last = min(first + WINDOW, now + MARGIN)
            final = last >= now + MARGIN
            self.since = first + MARGIN
            for page in self._read_window(position, first, last):
                # Until all days are read it may be that a call of theirs has a lower number.
                yield page if final else page._replace(position=position, more=True)
            if final:
                return
            first = last - 2 * MARGIN

    def _read_window(self, position, first, last):
        days = {"dateFrom": first.strftime(ANSWER), "dateTo": last.strftime(ANSWER)}
        after, expected = max(position - 1, 0), 0
        while True:
            rows, total = self.client.get_rows(
                grouped="false", idFrom=after, sort="id", order="ASC", limit=PAGE, **days
            )
            if total < expected:
                raise PbxError("order", "rows are missing")
            legs, reached = self._read_page(rows, after, total)
            more = total > len(rows)
            if not legs:
                self._check_empty(rows, total, after, days)
                return
            # What was read counts once the next page has shown that nothing was left out in between.
            yield Page(legs, after + 1 if more else reached + 1, more)
            if not more:
                return
            after, expected = reached, total - len(rows)

    def _read_page(self, rows, after, total):
        """Legs of one page in their order, each once, and the number up to which it goes."""
        groups = get_groups(rows)
        grouped = any(isinstance(row, dict) and "records" in row for row in rows)
        numbers = [[_number(row) for row in group if _number(row) > after] for group in groups]
        lowest = [min(group) for group in numbers if group]
        if total > len(rows) and len(lowest) > 1 and lowest == sorted(lowest, reverse=True):
            raise PbxError("order", "descending")
        legs = {}
        for place, row in enumerate(row for group in groups for row in group):
            number = _number(row)
            if grouped or number > after or not number:
                # A row without a number is read with those beside it.
                legs.setdefault(number or f"row {place}", self.read_leg(row, number or after + 1))
        return sorted(legs.values(), key=lambda leg: leg["mark"]), max(lowest, default=after)

    def _check_empty(self, rows, total, after, days):
        if total > len(rows):
            raise PbxError("order", "an empty page")
        if after:
            newest, _total = self.client.get_rows(grouped="false", sort="id", order="DESC", limit=1, **days)
            if newest and max(map(_number, flatten(newest)), default=0) < after:
                raise PbxReset

    def read_leg(self, row, mark):
        """A row as the exchange has it; one that cannot be read keeps it under "bad"."""
        try:
            recording = f"{self.reference}:{mark}" if row.get("recordingfile") else ""
            answered = row["disposition"] in ANSWERED and _whole(row.get("billsec")) >= 1
            return {
                "mark": mark,
                "linkedid": str(row["linkedid"] or row["UNIQUEID"]),
                "start": _moment(row["start"], needed=True),
                "answer": _moment(row.get("answer")) if answered else "",
                "end": _moment(row.get("endtime")),
                "src": str(row.get("src_num") or ""),
                "dst": str(row.get("dst_num") or ""),
                "did": str(row.get("did") or ""),
                "answered": answered,
                "app": str(row.get("is_app") or "0") == "1",
                "open": not row.get("endtime") or str(row.get("work_completed", "1")) == "0",
                "recording": recording,
            }
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            return {"mark": mark, "linkedid": f"bad {mark}", "bad": row, "why": f"{type(error).__name__}: {error}"}


def get_groups(rows):
    """Rows by call where the exchange groups them, else each alone."""
    return [row["records"] or [] if isinstance(row, dict) and "records" in row else [row] for row in rows]


def flatten(rows):
    return [row for group in get_groups(rows) for row in group]


def _number(row):
    try:
        return int(row["id"])
    except (KeyError, TypeError, ValueError):
        return 0


def _whole(value):
    return int(float(value or 0))


def _moment(text, needed=False):
    """A moment without its thousandths, checked; empty when there is none."""
    if not text:
        if needed:
            raise ValueError("no start")
        return ""
    return datetime.fromisoformat(str(text)).replace(microsecond=0, tzinfo=None).isoformat(" ")
