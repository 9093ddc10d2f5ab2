from odoo import fields, models, tools


class SaleReceivable(models.Model):
    """What customers owe by requests to pay, how old it is and when it is expected; one row a request."""

    _name = "sale.receivable"
    _description = "Receivable"
    _auto = False
    _order = "date_due, id"
    _rec_name = "request_id"

    request_id = fields.Many2one("sale.payment.request", "Request to pay", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    user_id = fields.Many2one("res.users", "Manager", readonly=True)
    team_id = fields.Many2one("crm.team", "Department", readonly=True)
    deal_id = fields.Many2one("crm.lead", readonly=True)
    order_id = fields.Many2one("sale.order", "Customer order", readonly=True)
    company_id = fields.Many2one("res.company", "Our company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount_due = fields.Monetary("Owes", readonly=True)
    amount_overdue = fields.Monetary("Overdue", readonly=True)
    date_due = fields.Date("Pay until", readonly=True)
    expected_on = fields.Date("Expected on", readonly=True)
    days_overdue = fields.Integer("Days overdue", readonly=True, aggregator="max")
    age = fields.Selection(
        [
            ("0", "Not due yet"),
            ("1", "1 to 30 days"),
            ("2", "31 to 60 days"),
            ("3", "61 to 90 days"),
            ("4", "Over 90 days"),
        ],
        readonly=True,
    )

    def init(self):
        tools.drop_view_if_exists(self.env.cr, self._table)
        self.env.cr.execute(
            """
            CREATE VIEW sale_receivable AS (
                SELECT request.id, request.id AS request_id, partner.commercial_partner_id AS partner_id,
                       request.user_id, request.team_id, request.deal_id, request.order_id, request.company_id,
                       request.currency_id, request.amount_due, request.date_due,
                       COALESCE(request.promised_on, request.date_due) AS expected_on,
                       CASE WHEN request.date_due < CURRENT_DATE THEN request.amount_due ELSE 0 END AS amount_overdue,
                       GREATEST(CURRENT_DATE - request.date_due, 0) AS days_overdue,
                       CASE WHEN request.date_due >= CURRENT_DATE THEN '0'
                            WHEN CURRENT_DATE - request.date_due <= 30 THEN '1'
                            WHEN CURRENT_DATE - request.date_due <= 60 THEN '2'
                            WHEN CURRENT_DATE - request.date_due <= 90 THEN '3'
                            ELSE '4' END AS age
                  FROM sale_payment_request request
                  JOIN res_partner partner ON partner.id = request.partner_id
                 WHERE request.state IN ('open', 'part')
            )
            """
        )

    def action_open_request(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.payment.request",
            "res_id": self.id,
            "views": [(False, "form")],
        }
