"""One scan from arrival to answer: what it does and that it was there stand in one transaction."""

import json
from datetime import UTC, datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.stock_batches.tools import gs1

from ..services.base import SCENARIOS
from ..services.screen import WRONG, message

ACTIONS = ("start", "scan", "set", "press", "undo", "leave")
NAME_LENGTH, CODE_LENGTH, VALUE_LENGTH = 64, 400, 4000
MOST_UNDO = 50
# Names of inputs whose value is kept nowhere.
SECRET = ("badge",)


class StockScanSession(models.Model):
    _inherit = "stock.scan.session"

    @api.model
    def _answer(self, scenario, data):
        """Do what a device sent (docs/decisions/0072) and say what it draws; the same `uid` twice is done once."""
        if not self.env.user.has_group("stock_batches.group_worker"):
            raise AccessError(self.env._("Only people of the warehouse scan: ask the administrator for the role."))
        self._check_request(scenario, data)
        if kept := self.env["stock.scan.event"]._find_kept(data["uid"]):
            return self._repeat(kept)
        device = self.env["stock.scan.device"]._find_or_make(data["device"])
        if not device.active:
            raise UserError(self.env._("This device was reported lost: bring it to the warehouse supervisor."))
        return self._open(data["session"], scenario, device)._do(data)

    @api.model
    def _check_request(self, scenario, data):
        """Refuse what no page of ours sends."""
        names = [data.get(name) for name in ("uid", "session", "device")]
        sound = all(isinstance(name, str) and 0 < len(name) <= NAME_LENGTH for name in names)
        code, value = data.get("code") or "", data.get("value")
        if scenario not in SCENARIOS:
            raise UserError(self.env._("Nobody knows this task: load the page again."))
        if not sound or data.get("action") not in ACTIONS or not isinstance(code, str):
            raise UserError(self.env._("The page is of another version: load it again."))
        if "\\u0000" in json.dumps(data, default=str):
            raise UserError(self.env._("Nothing was read: scan once more."))
        if len(code) > CODE_LENGTH or len(json.dumps(value)) > VALUE_LENGTH or len(str(data.get("name"))) > NAME_LENGTH:
            raise UserError(self.env._("This code is too long: scan the label of the goods."))

    @api.model
    def _repeat(self, event):
        """The answer that was given before, on the screen as it is now."""
        service = SCENARIOS[event.scenario](event.session_id)
        return {**event.answer, "screen": service.draw().data, "undo": service.can_undo(), "repeat": True}

    def _do(self, data):
        self.ensure_one()
        kind, queued = SCENARIOS[self.scenario], bool(data.get("queued"))
        service, failed = kind(self, queued), None
        arguments = {name: data.get(name) for name in ("action", "code", "name", "value")}
        try:
            with self.env.cr.savepoint():
                word = service.run(**arguments)
        except UserError as error:
            failed, word = error, message(getattr(error, "kind", WRONG), *self._get_words(error))
            service = kind(self, queued)
            service.state |= getattr(error, "keep", {})
        event = self._log(data, word, service, failed and queued)
        self._keep(service, event)
        answer = self._prepare_answer(word, service, failed and queued and self._get_shown_code(data))
        # The screen is drawn anew where this is asked for again.
        event.answer = {name: answer[name] for name in answer if name not in ("screen", "undo")}
        return answer

    @api.model
    def _get_words(self, error):
        return str(error.args[0]), getattr(error, "detail", "")

    def _prepare_answer(self, word, service, clash):
        kind = word["kind"] if word else None
        answer = {
            "message": word,
            "sound": kind if kind in ("right", "wrong", "attention") else None,
            "screen": service.draw().data,
            "undo": service.can_undo(),
        }
        if clash:
            answer["conflict"] = {"text": word["text"], "code": clash}
        if service.go:
            answer["go"] = service.go
        return answer

    def _log(self, data, word, service, conflict):
        return (
            self.env["stock.scan.event"]
            .sudo()
            .create(  # events are made by scanning only
                {
                    "uid": data["uid"],
                    "session_id": self.id,
                    "picking_id": service.state.get("picking"),
                    "production_id": service.state.get("production"),
                    "at_device": self._read_moment(data.get("at")),
                    "action": data["action"],
                    "code": self._get_shown_code(data),
                    "kind": word and word["kind"],
                    "text": word and word["text"][:250],
                    "undo": service.undo_data,
                    "queued": bool(data.get("queued")),
                    "conflict": bool(conflict),
                }
            )
        )

    def _keep(self, service, event):
        state = service.state
        if service.undo_data:
            state["undo"] = [*(state.get("undo") or []), event.id][-MOST_UNDO:]
        self.write(
            {
                "state": state,
                "picking_id": state.get("picking"),
                "production_id": state.get("production"),
                "used_at": fields.Datetime.now(),
            }
        )

    @api.model
    def _get_shown_code(self, data):
        """What is kept of a scan: never the code of a badge, nor a password."""
        code = data.get("code") or ""
        if code.translate(gs1.LAYOUT).strip().upper().startswith("BDG-"):
            return "BDG-…"
        if data.get("name"):
            name = data["name"]
            value = (
                "…" if name in SECRET or data.get("value") is None else json.dumps(data["value"], ensure_ascii=False)
            )
            return f"{name}: {value}"[:CODE_LENGTH]
        return code

    @api.model
    def _read_moment(self, text):
        """UTC moment of an ISO text; nothing where a device has no clock."""
        try:
            moment = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
        except ValueError:
            return False
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
