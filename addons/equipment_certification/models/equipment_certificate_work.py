from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .equipment_certificate import OPEN

REQUEST = "equipment_certification.mail_activity_type_request"
AWAIT = "equipment_certification.mail_activity_type_await"
RENEW = "equipment_certification.mail_activity_type_renew"
DECIDE = "mail.mail_activity_data_todo"
TASKS = {"to_request": REQUEST, "at_body": AWAIT}


class EquipmentCertificate(models.Model):
    """The part of a certificate that is worked on: asked for, paid for, answered, renewed."""

    _inherit = "equipment.certificate"

    def action_request(self):
        """The application is with the body."""
        today = fields.Date.context_today(self)
        for certificate in self:
            certificate._check_state(OPEN)
            certificate._check_body()
            asked = certificate.requested_on or today
            usual = asked + relativedelta(days=certificate.lead_days)
            is_fresh = certificate.state == "to_request"
            expected = usual if is_fresh else certificate.expected_on or usual
            certificate.write({"state": "at_body", "requested_on": asked, "expected_on": expected})
        return True

    def _check_body(self):
        if not self.body_id:
            raise UserError(self.env._("%s: choose the body that is to issue it.", self.display_name))
        if not self.body_id.active:
            raise UserError(
                self.env._(
                    "%(body)s is archived: choose another body for %(certificate)s.",
                    body=self.body_id.name,
                    certificate=self.display_name,
                )
            )

    def _check_state(self, states):
        if self.state not in states:
            state = self.env["crm.lead"]._get_selection_label(self, "state")
            words = {"certificate": self.display_name, "state": state}
            raise UserError(self.env._("%(certificate)s is “%(state)s”: nothing to do here.", **words))

    def action_issue(self):
        """The body has issued it; dates that nobody entered follow from what is usual."""
        today = fields.Date.context_today(self)
        for certificate in self:
            certificate._check_state((*OPEN, "suspended"))
            certificate.write({"state": "issued", **certificate._prepare_issue(today)})
        return True

    def _prepare_issue(self, today):
        starts = self.valid_from or self.issued_on or today
        values = {"issued_on": self.issued_on or starts, "valid_from": starts}
        if not self.valid_until and not self.is_unlimited:
            months = relativedelta(months=self.valid_months)
            values["is_unlimited"] = not self.valid_months
            values["valid_until"] = self.valid_months and starts + months - relativedelta(days=1)
        return values

    def action_refuse(self):
        """The body refused: whoever is responsible decides what becomes of the pieces."""
        for certificate in self:
            certificate._check_state(OPEN)
        self.write({"state": "refused"})
        for certificate in self:
            certificate._give_task(DECIDE, fields.Date.context_today(certificate))
        return True

    def action_suspend(self):
        for certificate in self:
            certificate._check_state(("issued",))
        self.write({"state": "suspended"})
        return True

    def action_ask_again(self):
        """A refused document is asked for once more, of the same body or another."""
        for certificate in self:
            certificate._check_state(("refused",))
        self.write({"state": "to_request", "requested_on": False, "expected_on": False})
        return True

    def action_renew(self):
        """The next document for the same pieces, to be asked for."""
        self.ensure_one()
        self._check_state(("issued", "expired"))
        following = self.next_ids.filtered(lambda row: row.state != "refused")[:1]
        if not following:
            following = self._copy_for_renewal()
            self.activity_feedback([RENEW])
        return following._get_records_action()

    def _copy_for_renewal(self):
        self.check_access("write")
        # Cost and numbers of the stock go along, whether or not whoever renews may read them.
        old = self.sudo()
        following = old.copy(self._prepare_renewal())
        following.lot_ids = old.lot_ids
        return following.with_env(self.env)

    def _prepare_renewal(self):
        starts = self.valid_until and self.valid_until + relativedelta(days=1)
        today = fields.Date.context_today(self)
        return {
            "previous_id": self.id,
            "expected_on": max(starts or today, today),
            "valid_from": starts if starts and starts > today else False,
            "user_id": self.user_id.id or self.env.uid,
        }

    def action_take_pieces(self):
        """Name the pieces of the orders: what is reserved or was shipped."""
        for certificate in self:
            certificate._check_state((*OPEN, "suspended"))
        self._take_lots(self.sudo().order_line_ids)  # orders of colleagues share the document
        return True

    def _take_lots(self, lines):
        """Add the series of these lines to the certificates that are asked for them, each to one only."""
        # Whoever asks or ships: a manager may not read series, a storeman no certificates.
        lots_by_line = lines.sudo()._get_certified_lots()
        none = self.env["stock.lot"].sudo()
        known = {line: none.concat(*lots) for line, lots in lots_by_line.items()}
        waiting = self.sudo().filtered(lambda row: row.state in OPEN and row.scope != "product")
        if not waiting:
            return
        taken = self._get_taken_lots(waiting, none.concat(*known.values()))
        for certificate in waiting:
            lots = none.concat(*(known.get(line, none) for line in certificate.order_line_ids))
            # A kit has components that other documents are for.
            own = lots.filtered(lambda lot, row=certificate: not row.product_ids or lot.product_id in row.product_ids)
            fresh = own.filtered(lambda lot, row=certificate: lot not in taken[row.kind]) - certificate.lot_ids
            if fresh:
                certificate.lot_ids = [Command.link(lot.id) for lot in fresh]
                taken[certificate.kind] |= fresh

    @api.model
    def _get_taken_lots(self, certificates, lots):
        """{kind: series for which a document stands or is asked for}"""
        today = fields.Date.context_today(self)
        standing = self.sudo().search([("state", "in", (*OPEN, "issued")), ("lot_ids", "in", lots.ids)])
        standing = standing.filtered(lambda row: row.state in OPEN or row.is_unlimited or row.valid_until >= today)
        by_kind = standing.grouped("kind")
        return {kind: by_kind.get(kind, standing.browse()).lot_ids for kind in set(certificates.mapped("kind"))}

    # --- tasks -------------------------------------------------------------------------------------

    def _give_tasks(self):
        """Whoever is responsible has one task for each certificate that waits, on its day; no other."""
        # A task of somebody else is taken off his list by whoever enters what the body said.
        certificates = self.sudo()
        certificates.activity_unlink(list(TASKS.values()))
        for certificate in certificates.filtered(lambda row: row.state in TASKS):
            kind = TASKS[certificate.state]
            certificate._give_task(kind, certificate._get_task_day())

    def _get_task_words(self, kind):
        return {
            REQUEST: self.env._("Request from the body: %s", self.display_name),
            AWAIT: self.env._("Get it from the body: %s", self.display_name),
            RENEW: self.env._("Runs out, renew it: %s", self.display_name),
            DECIDE: self.env._("Decide: the body refused %s", self.display_name),
        }[kind]

    def _get_task_day(self):
        today = fields.Date.context_today(self)
        if self.state == "at_body":
            return self.expected_on or today
        latest = self.expected_on and self.expected_on - relativedelta(days=self.lead_days)
        return max(latest or today, today)

    def _give_task(self, kind, day):
        """A task of this kind for whoever is responsible, or stands in for him, in his language."""
        keeper = self.user_id or self.env.user
        acting = keeper._get_acting() or keeper
        spoken = self.with_context(lang=acting.lang or self.env.lang)
        words = spoken._get_task_words(kind)
        spoken.activity_schedule(kind, summary=words, date_deadline=day, user_id=acting.id)

    # --- money -------------------------------------------------------------------------------------

    def action_make_purchase(self):
        """A draft order to the body, for purchasing to confirm."""
        for certificate in self:
            certificate._check_body()
        bare = self.filtered(lambda row: not row.purchase_id)
        # Whoever asks for the document buys nothing else; purchasing confirms the order.
        orders = self.env["purchase.order"].sudo().create([row.sudo()._prepare_purchase() for row in bare])
        for certificate, order in zip(bare, orders, strict=True):
            certificate.purchase_id = order
        if len(self) == 1 and self.purchase_id.has_access("read"):
            return self.purchase_id._get_records_action()
        return True

    def _prepare_purchase(self):
        product = self.company_id._get_certification_product()
        line = {
            "product_id": product.id,
            "name": f"{product.name}: {self.display_name}",
            "product_qty": 1,
            "price_unit": self.cost,
        }
        return {
            "partner_id": self.body_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "origin": ", ".join(self.order_line_ids.order_id.mapped("name")),
            "order_line": [Command.create(line)],
        }
