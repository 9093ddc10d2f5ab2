"""The supervisor lets another series leave: by his badge or his password, with a reason, on the worker's screen."""

from odoo.exceptions import AccessDenied, UserError

from odoo.addons.stock_batches.tools import gs1

from .base import Refused


class Override:
    """For tasks by which series leave. `state["refused"]` holds what was refused and what to do once it is allowed;
    `redo(then)` of the task does it and returns its message."""

    needs_server = frozenset({"allow", "reason", "badge"})

    def refuse_faults(self, faults, then):
        """Raise what is wrong with these lines; the screen offers the supervisor's permission."""
        fault = faults[0]
        where = self._describe_place(fault.older) if fault.older else ""
        rows = [self._dump_fault(fault) for fault in faults]
        keep = {"refused": {"faults": rows, "then": then, "text": fault.line._describe_fault(fault), "where": where}}
        blocked = any(fault.kind == "blocked" for fault in faults)
        raise Refused(keep["refused"]["text"], {} if blocked or self.queued else keep, detail=where)

    def _describe_place(self, lot):
        choice = self.env["stock.series.choice.line"].new({"older_lot_id": lot.id})
        return choice.where

    def _dump_fault(self, fault):
        return {
            "move_id": fault.line.move_id.id,
            "lot_id": fault.line.lot_id.id,
            "older_lot_id": fault.older.id,
            "kind": fault.kind,
            "quantity": fault.line.quantity_product_uom,
        }

    def draw_override(self, screen):
        """Draws the question that stands; true where there is one."""
        refused = self.state.get("refused")
        if not refused:
            return False
        if not refused.get("asked"):
            screen.target(refused["text"], place=refused["where"])
            screen.button("allow", self.env._("Supervisor allows it"))
            screen.button("cancel", self.env._("Bring the other one"), "main")
        elif not refused.get("reason"):
            reasons = self.env["stock.series.release.reason"].search([])
            screen.ask_scan(self.env._("Why may it leave?"))
            screen.ask(
                "reason", "reason", self.env._("Reason"), options=[(str(row.id), row.name, "") for row in reasons]
            )
            screen.button("cancel", self.env._("Back"))
        else:
            screen.ask_scan(self.env._("Supervisor: scan your badge"), "badge")
            screen.ask("badge", "badge", self.env._("Badge"))
            screen.button("cancel", self.env._("Back"))
        return True

    def press_allow(self, _value):
        self._get_refused()["asked"] = True

    def press_cancel(self, _value):
        """The worker brings the series that leaves first."""
        refused = self.state.pop("refused", None)
        if refused and not refused.get("asked") and self.check_open():
            self.freshen()

    def set_reason(self, value):
        reason = self.find("stock.series.release.reason", value)
        if not reason:
            raise UserError(self.env._("Choose a reason from the list."))
        self._get_refused()["reason"] = reason.id

    def _get_refused(self):
        if not self.state.get("refused"):
            raise UserError(self.env._("This is not asked any more: look at the screen."))
        self.state["refused"] = dict(self.state["refused"])
        return self.state["refused"]

    def take_raw(self, code):
        """Once the reason is chosen, whatever is scanned should be a badge."""
        return self.set_badge(code) if (self.state.get("refused") or {}).get("reason") else super().take_raw(code)

    def set_badge(self, value):
        """`value` is the code of a badge, or {login, password}."""
        if isinstance(value, dict):
            return self._allow(self._log_in(value))
        code = str(value or "").translate(gs1.LAYOUT)
        return self._allow(self.env["res.users"]._find_by_badge(code))

    def _log_in(self, value):
        """The user of a login and password; wrong ones count as wrong log-ins do."""
        credential = {"type": "password", **{name: str(value.get(name) or "") for name in ("login", "password")}}
        try:
            found = self.env["res.users"]._login(credential, user_agent_env={"interactive": False})
        except AccessDenied as error:
            raise UserError(self.env._("Login or password is wrong.")) from error
        return self.env["res.users"].browse(found["uid"])

    def _allow(self, supervisor):
        refused = self._get_refused()
        if self.queued:
            raise UserError(self.env._("Permissions need the network: ask the supervisor again."))
        if not refused.get("reason"):
            raise UserError(self.env._("Choose a reason first."))
        if not supervisor or not supervisor.has_group("stock_batches.group_supervisor"):
            raise UserError(self.env._("This is no badge of a warehouse supervisor."))
        release = self.env["stock.series.release"].with_user(supervisor)
        release.create([{**fault, "reason_id": refused["reason"]} for fault in refused["faults"]])
        del self.state["refused"]
        word = self.redo(refused["then"])
        word["detail"] = self.env._("Allowed by %s.", supervisor.name)
        return word
