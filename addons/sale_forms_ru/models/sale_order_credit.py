from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """Customers who owe too much or too long: a warning or a stop, when goods are agreed and when they leave."""

    _inherit = "sale.order"

    credit_notice = fields.Char(compute="_compute_credit_notice", compute_sudo=True)
    credit_released_id = fields.Many2one("res.users", "Let go by", readonly=True, copy=False, index="btree_not_null")

    @api.depends("partner_id", "amount_total", "state", "credit_released_id")
    @api.depends_context("lang")
    def _compute_credit_notice(self):
        notices = self.filtered(lambda order: order.company_id.credit_check != "none")._get_credit_notices()
        for order in self:
            order.credit_notice = notices.get(order, False)

    def _get_credit_notices(self):
        """{order: sentence} for customers who owe too much, this order included, or too long."""
        today = fields.Date.context_today(self)
        notices = {}
        for company, orders in self.grouped("company_id").items():
            debts = orders.partner_id._get_debt(company, today)
            for order in orders.filtered("partner_id"):
                owed, overdue = debts[order.partner_id.commercial_partner_id]
                if sentence := order._describe_debt(owed, overdue, today):
                    notices[order] = sentence
        return notices

    def _describe_debt(self, owed, overdue, today):
        customer, ours = self.partner_id.commercial_partner_id, self.company_id.currency_id
        # What was asked for of this order is in the debt already.
        rest = max(0, self.amount_total - self.amount_asked) if self.state != "cancel" else 0
        wanted = owed + self.currency_id._convert(rest, ours, self.company_id, today)
        if ours.compare_amounts(overdue, 0) > 0:
            return self.env._(
                "%(customer)s is late with %(amount)s.", customer=customer.name, amount=ours.format(overdue)
            )
        if customer.debt_limit and ours.compare_amounts(wanted, customer.debt_limit) > 0:
            return self.env._(
                "%(customer)s would owe %(amount)s, his limit is %(limit)s.",
                customer=customer.name,
                amount=ours.format(wanted),
                limit=ours.format(customer.debt_limit),
            )
        return ""

    def _check_credit(self):
        """Refuse to go on for customers who owe, where the company stops them; else write it down."""
        # Debts cross departments; what is said of them is one sum.
        watched = self.sudo().filtered(
            lambda order: order.company_id.credit_check != "none" and not order.credit_released_id
        )
        for order, sentence in watched._get_credit_notices().items():
            if order.company_id.credit_check == "stop":
                raise UserError(self.env._("%s Ask the head of sales to let the order go.", sentence))
            order.message_post(body=sentence)

    def _action_confirm(self):
        self._check_credit()
        return super()._action_confirm()

    def action_release_credit(self):
        """The head takes it upon himself that the customer pays later."""
        if not self.env.user.has_group("sales_base.group_head"):
            raise UserError(self.env._("The head of sales lets orders of late customers go."))
        for order in self:
            order.credit_released_id = self.env.user
            order.message_post(body=self.env._("Let go in spite of the debt: %s", order.credit_notice or ""))
        return True
