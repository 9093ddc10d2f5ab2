"""A stand-in for MikoPBX's REST: a real HTTP server that answers as the exchange does, and as it does when it is ill."""

import itertools
import json
import threading
import time
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

KEY = "miko_ak_stand_in_0123456789"
NUMBERS = itertools.count(1)
HIDDEN = timedelta(days=30)


class PbxServer:
    """Rows of calls, a key, and `ills`: what goes wrong with the next answers, one each.

    Ills: 401, 403, 422, 500, 503 (statuses), "cut" (in the middle), "slow", "same" (the first page again), "shuffled",
    "descending", "skipped" (the second page in place of the first), "grouped", "nonsense", "moved" (a redirect).
    """

    def __init__(self):
        self.rows, self.ills, self.asked, self.skew = [], [], [], timedelta()
        self.key, self.may_read, self.lists_as, self.slow = KEY, True, "records", 0.2
        standing = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                standing._answer(self)

            def date_time_string(self, timestamp=None):
                return format_datetime(datetime.now().astimezone() + standing.skew).replace(" +0000", " GMT")

            def log_message(self, *_args):
                """A test is quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def add(self, linkedid, start, answered=True, **values):
        """A row as the exchange keeps it; `start` is naive, in the time of the exchange."""
        number = next(NUMBERS) if "id" not in values else values["id"]
        answer, end = start + timedelta(seconds=8), start + timedelta(seconds=68)
        row = {
            "id": number,
            "start": f"{start:%Y-%m-%d %H:%M:%S}.120",
            "endtime": f"{end:%Y-%m-%d %H:%M:%S}.340",
            "answer": f"{answer:%Y-%m-%d %H:%M:%S}.000" if answered else "",
            "src_num": "79161234567",
            "dst_num": "201",
            "src_chan": "SIP-trunk",
            "dst_chan": "PJSIP/201-0000",
            "did": "74951000000",
            "disposition": "ANSWERED" if answered else "NOANSWER",
            "recordingfile": f"/storage/monitor/{linkedid}.mp3" if answered else "",
            "billsec": 60 if answered else 0,
            "duration": 68,
            "UNIQUEID": f"{linkedid}_Ab3dEf",
            "linkedid": linkedid,
            "is_app": "0",
            "transfer": "0",
            "work_completed": "1",
        }
        self.rows.append(row | values)
        return self.rows[-1]

    # --- answering -------------------------------------------------------------------------------

    def _answer(self, handler):
        parts = urlsplit(handler.path)
        params = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        self.asked.append((parts.path, params))
        ill = self.ills.pop(0) if self.ills else None
        if isinstance(ill, int):
            return self._send(handler, ill, {"result": False, "messages": {"error": ["ill"]}})
        if ill == "slow":
            time.sleep(self.slow)
        if ill == "moved":
            return self._send(handler, 302, {}, Location="http://elsewhere.example/")
        if ill == "nonsense":
            return self._send(handler, 200, "<html>it works!</html>")
        if handler.headers.get("Authorization") != f"Bearer {self.key}":
            return self._send(handler, 401, {"result": False})
        if not self.may_read:
            return self._send(handler, 403, {"result": False})
        status, data = self._find(parts.path, params, ill)
        return self._send(handler, status, {"result": status == 200, "data": data}, cut=ill == "cut")

    @staticmethod
    def _send(handler, status, content, cut=False, **headers):
        raw = (content if isinstance(content, str) else json.dumps(content)).encode()
        handler.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": len(raw), **headers}.items():
            handler.send_header(name, str(value))
        handler.end_headers()
        handler.wfile.write(raw[: len(raw) // 2] if cut else raw)
        handler.close_connection = cut

    def _find(self, path, params, ill):
        if path.startswith("/pbxcore/api/v3/cdr/"):
            row = next((row for row in self.rows if str(row["id"]) == path.rsplit("/", 1)[1]), None)
            if not row:
                return 404, None
            token = f"{next(NUMBERS):032x}"
            return 200, row | {"playback_url": f"/pbxcore/api/v3/cdr:playback?token={token}"}
        if path != "/pbxcore/api/v3/cdr":
            return 404, None
        return self._list(params, ill)

    def _list(self, params, ill):
        first, last = (self._moment(params.get(name)) for name in ("dateFrom", "dateTo"))
        if first and last and (last - first).days > 365:
            return 422, None
        if not first and not last:
            # With an idFrom only, too: what is older stays hidden.
            first, last = datetime.now() - HIDDEN, datetime.now() + timedelta(days=1)
        after = -1 if ill in ("same", "skipped") else int(params.get("idFrom", -1))
        fitting = [row for row in self.rows if self._fits(row, after, first, last)]
        down = params.get("order", "DESC") == "DESC" or ill == "descending"
        fitting.sort(key=lambda row: (not isinstance(row, dict), isinstance(row, dict) and row.get("id") or 0))
        if down:
            fitting.reverse()
        limit = min(int(params.get("limit", 50)), 1000)
        offset = int(params.get("offset", 0)) + (limit if ill == "skipped" else 0)
        return 200, self._page(fitting, limit, offset, params.get("grouped") != "false" or ill == "grouped", ill)

    @staticmethod
    def _moment(text):
        return datetime.fromisoformat(text) if text else None

    @staticmethod
    def _fits(row, after, first, last):
        if not isinstance(row, dict):
            return True
        try:
            start = datetime.fromisoformat(row["start"])
        except (KeyError, ValueError, TypeError):
            start = first or datetime.now()
        number = row.get("id")
        return (number is None or number > after) and (not first or start >= first) and (not last or start <= last)

    def _page(self, fitting, limit, offset, grouped, ill):
        if grouped:
            calls = {}
            for row in fitting:
                calls.setdefault(row["linkedid"], [])
            for row in self.rows:
                if row["linkedid"] in calls:
                    calls[row["linkedid"]].append(row)
            fitting = [{"linkedid": linkedid, "records": rows} for linkedid, rows in calls.items()]
        rows = fitting[offset : offset + limit]
        if ill == "shuffled":
            rows = rows[1::2] + rows[::2]
        total = len(fitting)
        pagination = {"total": total, "limit": limit, "offset": offset, "hasMore": offset + limit < total}
        return {self.lists_as: rows, "pagination": pagination}
