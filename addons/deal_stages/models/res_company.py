from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sale_way = fields.Selection(
        [
            ("both", "Proposal first, or request to pay at once"),
            ("proposal", "Proposal first"),
            ("direct", "Request to pay at once"),
        ],
        "How customers buy",
        default="both",
        required=True,
        help="Holds for customers of whom neither they themselves nor their tags say otherwise.",
    )
    payment_request_days = fields.Integer(
        "Days to pay", default=5, help="A new request to pay is due that many days after it was made."
    )

    engineer_user_id = fields.Many2one("res.users", "Engineer", help="Who gets the requests of sales first.")
    engineer_hours = fields.Float(
        "Hours to answer", default=16, help="Working hours in which the engineers answer a request of sales."
    )
    seller_check_hours = fields.Float(
        "Hours to check", default=16, help="Working hours in which a head checks how a refused deal was led."
    )
    proposal_silence_days = fields.Integer(
        "Days of silence", default=5, help="The salesman asks after a proposal that was not answered for so many days."
    )

    _proposal_silence_days_positive = models.Constraint(
        "CHECK (proposal_silence_days >= 0)", "Days of silence cannot be below zero."
    )
    _seller_check_hours_positive = models.Constraint(
        "CHECK (seller_check_hours >= 0)", "Hours to check cannot be below zero."
    )
    _engineer_hours_positive = models.Constraint("CHECK (engineer_hours >= 0)", "Hours to answer cannot be below zero.")
    _payment_request_days_positive = models.Constraint(
        "CHECK (payment_request_days >= 0)", "Days to pay cannot be below zero."
    )

    def _get_letterhead_remarks(self):
        """A sentence about what printed forms lack of us, for whoever prints them; none when all is there."""
        self.ensure_one()
        # Everybody may read what is printed for everybody.
        us = self.sudo().partner_id
        known = {
            self.env._("address"): us.street and us.city,
            self.env._("tax number"): us.vat,
            self.env._("phone or e-mail"): us.phone or us.email,
        }
        if all(known.values()):
            return []
        missing = ", ".join(words for words, value in known.items() if not value)
        return [self.env._("Our letterhead has no %s: ask the administrator to complete the company.", missing)]

    def _prepare_print_remark(self, remarks, action):
        """The action that prints, behind a message that stays until it is read, when there is something to say."""
        if not remarks:
            return action
        params = {"type": "warning", "sticky": True, "message": " ".join(remarks), "next": action}
        return {"type": "ir.actions.client", "tag": "display_notification", "params": params}

    def _get_printed_account(self):
        """The bank account that customers pay to."""
        self.ensure_one()
        return self.partner_id.bank_ids[:1]

    def _get_printed_address(self):
        """The address in one line, as printed forms have it."""
        self.ensure_one()
        return self.partner_id._get_address_line()
