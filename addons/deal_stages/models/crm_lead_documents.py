from odoo import api, fields, models
from odoo.tools import format_date, formatLang


class CrmLead(models.Model):
    _inherit = "crm.lead"

    documents = fields.Json(compute="_compute_documents")
    # Whoever sees the deal sees that somebody will do something with it.
    has_no_step = fields.Boolean(
        "No planned step",
        compute="_compute_next_step",
        compute_sudo=True,
        search="_search_has_no_step",
        help="Nothing is planned.",
    )
    next_step_on = fields.Date(compute="_compute_next_step", compute_sudo=True)

    @api.depends("activity_ids.date_deadline", "activity_ids.active", "won_status", "type")
    def _compute_next_step(self):
        # One reading for a whole board: core's own field asks each card for its steps.
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        steps = dict(self.env["mail.activity"]._read_group(domain, ["res_id"], ["date_deadline:min"]))
        for lead in self:
            lead.next_step_on = steps.get(lead._origin.id, False)
            is_open = lead.type == "opportunity" and lead.won_status == "pending"
            lead.has_no_step = is_open and not lead.next_step_on

    @api.model
    def _search_has_no_step(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        # By its ids a done activity would count as a step: core keeps them, archived.
        return [("type", "=", "opportunity"), ("won_status", "=", "pending"), ("activity_state", "=", False)]

    @api.depends("order_ids", "order_ids.state")
    @api.depends_context("uid", "lang")
    def _compute_documents(self):
        for lead in self:
            rows = lead._get_deal_documents() if lead.id else []
            lead.documents = lead._prepare_document_rows(rows)

    def _get_deal_documents(self):
        """Everything that belongs to this deal, whoever made it and whoever asks.

        Each addon that makes documents for deals adds its own.

        :return: list of dicts with the keys kind (translated word), number, date, state (translated word),
            amount (or False), currency_id, res_model, res_id, user_id
        """
        self.ensure_one()
        # What the reader may open is sorted out later: he sees that the rest exists.
        orders = self.sudo().order_ids.sorted("id")
        return [
            *(order._prepare_deal_document() for order in orders),
            *(proposal._prepare_deal_document() for proposal in orders.proposal_ids.sorted("id")),
            *(self._prepare_invoice_document(move) for move in orders.invoice_ids.sorted("id")),
        ]

    @api.model
    def _prepare_invoice_document(self, move):
        kind = self.env._("Credit note") if move.move_type == "out_refund" else self.env._("Invoice")
        number, date = move.name or self.env._("Draft"), move.invoice_date or move.date
        return self._describe_document(move, kind, number, date, move.invoice_user_id)

    @api.model
    def _describe_document(self, record, kind, number, date, user, amount=None):
        """A row of `_get_deal_documents` for a record that has a state and a currency; its total where none is given."""
        return {
            "kind": kind,
            "number": number,
            "date": date,
            "state": self._get_selection_label(record, "state"),
            "amount": record.amount_total if amount is None else amount,
            "currency_id": record.currency_id.id,
            "res_model": record._name,
            "res_id": record.id,
            "user_id": user.id,
        }

    @api.model
    def _get_selection_label(self, record, name):
        return dict(record._fields[name]._description_selection(self.env)).get(record[name], "")

    def _prepare_document_rows(self, documents):
        """The documents as the page shows them; those the reader may not open without number and amount."""
        readable = self._get_readable_documents(documents)
        # Names of colleagues are no secret, and a storeman's card may be closed to a salesman.
        users = {
            user.id: user.name
            for user in self.env["res.users"].sudo().browse({row["user_id"] for row in documents if row["user_id"]})
        }
        currencies = self.env["res.currency"]
        rows = []
        for row in documents:
            may_open = row["res_id"] in readable[row["res_model"]]
            currency = currencies.browse(row["currency_id"])
            rows.append(
                {
                    "key": f"{row['res_model']},{row['res_id']}",
                    "kind": row["kind"],
                    "date": format_date(self.env, row["date"]) if row["date"] else "",
                    "state": row["state"],
                    "user": users.get(row["user_id"], ""),
                    "number": row["number"] if may_open else "",
                    "amount": self._format_amount(row["amount"], currency) if may_open else "",
                    "res_model": row["res_model"],
                    "res_id": row["res_id"] if may_open else False,
                }
            )
        return rows

    @api.model
    def _format_amount(self, amount, currency):
        return "" if amount is False else formatLang(self.env, amount, currency_obj=currency or None)

    @api.model
    def _get_readable_documents(self, documents):
        """{model: ids that the reader may open}, one query each."""
        ids_by_model = {}
        for row in documents:
            ids_by_model.setdefault(row["res_model"], set()).add(row["res_id"])
        return {
            model: set(self.env[model].browse(ids)._filtered_access("read").ids) for model, ids in ids_by_model.items()
        }

    @api.model
    def _get_availability(self, products):
        """What can be said about the supply of products.

        :param products: res.product.product recordset
        :return: {product id: {"free": quantity or None where unknown, "date": next date on which more is free,
            "lead_days": days it takes to get or make it}}. Without a warehouse only the customer lead time of
            the product is known, if it has one; `deal_supply` knows the rest.
        """
        has_delay = "sale_delay" in products._fields
        return {
            product.id: {"free": None, "date": False, "lead_days": product.sale_delay if has_delay else False}
            for product in products
        }

    def _get_progress(self):
        """{deal id: percent of the agreed goods that were delivered}; `deal_supply` counts what is made as well."""
        progress = dict.fromkeys(self.ids, 0)
        lines = self.env["sale.order.line"]._read_group(
            [
                ("order_id.opportunity_id", "in", self.ids),
                ("state", "=", "sale"),
                ("display_type", "=", False),
                ("product_uom_qty", ">", 0),
            ],
            ["order_id"],
            ["product_uom_qty:sum", "qty_delivered:sum"],
        )
        sums = {}
        for order, ordered, delivered in lines:
            known = sums.get(order.opportunity_id.id, (0, 0))
            sums[order.opportunity_id.id] = (known[0] + ordered, known[1] + delivered)
        return progress | {
            deal_id: min(100, round(100 * delivered / ordered)) for deal_id, (ordered, delivered) in sums.items()
        }

    def _get_supply_effects(self, changes):
        """Sentences on what a change of the order would do to its supply.

        :param changes: {sale.order.line id: new quantity}
        :return: list of str; nothing is supplied here, `deal_supply` knows
        """
        return []

    def _get_closing_points(self):
        """Sentences on what is still open before the deal may be closed; empty when nothing is."""
        self.ensure_one()
        if any(order.state == "sale" for order in self.order_ids):
            return []
        return [self.env._("No customer order is confirmed.")]

    @api.model
    def _get_my_day(self):
        """What waits for the acting user today, the most urgent first.

        :return: list of dicts with the keys kind (translated word), name, date, res_model, res_id
        """
        today = fields.Date.context_today(self)
        deals = self.search(
            [("type", "=", "opportunity"), ("user_id", "=", self.env.uid), ("won_status", "=", "pending")]
        )
        due = deals.filtered(lambda lead: lead.activity_date_deadline and lead.activity_date_deadline <= today)
        idle = deals.filtered("has_no_step")
        return [
            *(
                lead._prepare_my_day(lead.activity_summary or self.env._("Task"), lead.activity_date_deadline)
                for lead in due.sorted("activity_date_deadline")
            ),
            *(lead._prepare_my_day(self.env._("No planned step"), False) for lead in idle),
        ]

    def _prepare_my_day(self, kind, date):
        return {"kind": kind, "name": self.display_name, "date": date, "res_model": self._name, "res_id": self.id}
