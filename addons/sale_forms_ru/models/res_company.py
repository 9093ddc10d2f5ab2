from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    # Papers add up line by line: with core's rounding of sums an order differs from its papers by kopecks.
    tax_calculation_rounding_method = fields.Selection(default="round_per_line")
    form_status = fields.Selection(
        [("1", "1: invoice and transfer document"), ("2", "2: transfer document")],
        "Status of the transfer document",
        default="1",
        required=True,
        help="1 where we charge VAT; 2 where we do not, or print the invoice apart.",
    )
    form_stamp = fields.Image("Stamp", max_width=600, max_height=600)
    form_stamp_printed = fields.Boolean("Print stamp and signatures", help="On requests to pay, acts and contracts.")
    payment_reminders = fields.Boolean("Remind late customers", help="By a letter, as long as they owe.")
    payment_reminder_days = fields.Integer("Days between reminders", default=7)
    paper_reminder_days = fields.Integer(
        "Days to wait for signed papers", default=14, help="Then the manager gets a task; nought: never."
    )
    credit_check = fields.Selection(
        [("none", "Nothing"), ("warn", "A warning"), ("stop", "A stop until the head lets it go")],
        "Debt above the limit, or overdue",
        default="none",
        required=True,
        help="What happens when goods are agreed or shipped to a customer who owes too much or too long.",
    )
    credit_overdue_days = fields.Integer("Days overdue that are forgiven", default=0)

    _payment_reminder_days_positive = models.Constraint(
        "CHECK (payment_reminder_days >= 0 AND paper_reminder_days >= 0 AND credit_overdue_days >= 0)",
        "Days cannot be below zero.",
    )
