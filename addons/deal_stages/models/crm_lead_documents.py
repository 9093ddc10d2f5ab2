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
        for day, leads in self.grouped(lambda lead: steps.get(lead._origin.id, False)).items():
            leads.next_step_on = day
        idle = self.filtered(
            lambda lead: not lead.next_step_on and lead.type == "opportunity" and lead.won_status == "pending"
        )
        (self - idle).has_no_step = False
        idle.has_no_step = True

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
            amount (or False), currency_id, res_model, res_id, user_id, and parent: the record that it was made
            from (empty for what the deal itself brought)
        """
        self.ensure_one()
        # What the reader may open is sorted out later: he sees that the rest exists.
        orders = self.sudo().order_ids.sorted("id")
        return [
            *(order._prepare_deal_document() for order in orders),
            *(proposal._prepare_deal_document() for proposal in orders.proposal_ids.sorted("id")),
            *(self._prepare_invoice_document(move) for move in self._get_customer_invoices(orders).sorted("id")),
        ]

    @api.model
    def _get_customer_invoices(self, orders):
        """Invoices of the orders, and what corrects them: a credit note made by hand names no order."""
        invoices = orders.invoice_ids
        return invoices | invoices.reversal_move_ids

    @api.model
    def _prepare_invoice_document(self, move):
        kind = self.env._("Credit note") if move.move_type == "out_refund" else self.env._("Invoice")
        number, date = move.name or self.env._("Draft"), move.invoice_date or move.date
        parent = move.reversed_entry_id or move.line_ids.sale_line_ids.order_id[:1]
        return self._describe_document(move, kind, number, date, move.invoice_user_id, parent=parent)

    @api.model
    def _describe_document(self, record, kind, number, date, user, amount=None, parent=None):
        """A row of `_get_deal_documents` for a record that has a state; its total where no amount is given.

        :param amount: False for a document without money
        """
        return {
            "parent": parent,
            "kind": kind,
            "number": number,
            "date": date,
            "state": self._get_selection_label(record, "state"),
            "amount": record.amount_total if amount is None else amount,
            "currency_id": record.currency_id.id if "currency_id" in record._fields else False,
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
        place = {self._get_document_key(row): number for number, row in enumerate(documents)}
        rows = []
        for level, row in self._arrange_documents(documents):
            may_open = row["res_id"] in readable[row["res_model"]]
            currency = currencies.browse(row["currency_id"])
            rows.append(
                {
                    "key": self._get_document_key(row),
                    "level": level,
                    "place": place[self._get_document_key(row)],
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
    def _get_document_key(self, row):
        return f"{row['res_model']},{row['res_id']}"

    @api.model
    def _arrange_documents(self, documents):
        """[(depth, row)] in the order of the tree: each document below the one that it was made from."""
        children, keys = {}, {self._get_document_key(row) for row in documents}
        for row in documents:
            parent = row.get("parent")
            key = f"{parent._name},{parent.id}" if parent else False
            children.setdefault(key if key in keys else False, []).append(row)
        arranged, todo = [], [(0, row) for row in reversed(children.pop(False, []))]
        while todo:
            level, row = todo.pop()
            arranged.append((level, row))
            todo += [(level + 1, below) for below in reversed(children.pop(self._get_document_key(row), []))]
        # Documents that name each other as their source stand alone.
        return arranged + [(0, row) for rows in children.values() for row in rows]

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
        return [step["text"] for step in self._get_closing_steps()[self]]

    def _get_closing_steps(self):
        """What is still open before each of these deals may be closed, with the ways that lead to it.

        Addons with demands of their own extend the lists; they read for all the deals at once.

        :return: {deal: list of dicts with the keys text (the sentence), action (name of a method of the deal that
            leads there, or False) and button (its words)}
        """
        return {lead: lead._get_agreement_steps() for lead in self}

    def _get_agreement_steps(self):
        if any(order.state == "sale" for order in self.order_ids):
            return []
        text = self.env._("No customer order is confirmed.")
        if not self.quotation_id:
            return [self._describe_step(text, "action_create_goods_list", self.env._("Goods list"), changes=True)]
        return [self._describe_step(text, "action_open_quotation", self.env._("Open the goods list"))]

    @api.model
    def _describe_step(self, text, action=False, button="", changes=False):
        """A point that is open before closing; `changes` tells that its button does more than to open a page."""
        return {"text": text, "action": action, "button": button, "changes": changes}
