from odoo import api, fields, models


class CrmLead(models.Model):
    """What a deal shows of the documents that its goods need; nothing where they need none."""

    _inherit = "crm.lead"

    certificate_ids = fields.Many2many(
        "equipment.certificate", string="Certificates", compute="_compute_certificate_ids"
    )
    has_certification = fields.Boolean(compute="_compute_certification")
    certification_summary = fields.Char("Certified", compute="_compute_certification")
    certification_notice = fields.Text("Documents that are missing", compute="_compute_certification")

    @api.depends("order_ids.order_line.certificate_ids")
    @api.depends_context("uid")
    def _compute_certificate_ids(self):
        for lead in self:
            # What the reader may open of all that is asked for the deal's goods.
            asked = lead.sudo().order_ids.order_line.certificate_ids
            lead.certificate_ids = asked.with_env(self.env)._filtered_access("read")

    @api.depends(
        "order_ids.state",
        "order_ids.order_line.product_id",
        "order_ids.order_line.product_uom_qty",
        "order_ids.order_line.certificate_ids.state",
    )
    @api.depends_context("uid", "lang")
    def _compute_certification(self):
        gate = self.env["equipment.certification.gate"]
        for lead in self:
            lines = lead._get_certified_lines()
            counts = lines._get_certification_counts() if lines else {}
            lead.has_certification = bool(counts or lead.sudo().certificate_ids)
            lead.certification_summary = lead._get_certification_words(counts)
            lead.certification_notice = gate._get_notice(lead._get_agreed_pieces())[0] or False

    def _get_certified_lines(self):
        """Lines of the agreed orders; before that those of the goods list."""
        # Whoever sees the deal sees whether its goods are certified.
        orders = self.sudo().order_ids.filtered(lambda order: order.state == "sale") or self.sudo().quotation_id
        return orders.order_line

    def _get_certification_words(self, counts):
        if not counts:
            return False
        covered = sum(done for done, _total in counts.values())
        total = sum(number for _done, number in counts.values())
        return self.env._("covered %(covered)g of %(total)g pieces", covered=covered, total=total)

    def action_certificates(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("equipment_certification.equipment_certificate_action")
        return action | {"domain": [("deal_ids", "in", self.ids)], "context": {}}

    def action_release_certificates(self):
        """The head lets pieces of this deal pass without their documents; he says at which gate and why."""
        self.ensure_one()
        choice = self.env["equipment.certification.choice"]
        return choice._open(self.env._("Let Go without Documents"), deal_id=self.id)

    # --- closing -----------------------------------------------------------------------------------

    @api.depends("order_ids.order_line.certificate_ids.state")
    def _compute_closing_steps(self):
        return super()._compute_closing_steps()

    def _get_closing_steps(self):
        steps = super()._get_closing_steps()
        for lead, sentences in self._describe_missing(blocking=True).items():
            words = " ".join(sentences)
            steps[lead].append(self._describe_step(words, "action_certificates", self.env._("Certificates")))
        return steps

    def _describe_missing(self, blocking=False):
        """{deal: sentences on the documents without which it is closed}, of those that lack any.

        :param blocking: those only without which it is not closed
        """
        gate = self.env["equipment.certification.gate"]
        find = gate._find_blocked if blocking else gate._find_missing
        missing = {}
        for row in find(self._get_agreed_pieces(), "at_closing"):
            missing.setdefault(row.piece.order.opportunity_id, []).append(row)
        described = gate._describe_each(missing, "at_closing")
        return {lead: described[lead] for lead in self if lead in described}

    def _get_agreed_pieces(self):
        """[Piece] of the agreed goods of these deals."""
        # The lines are filtered, not the orders: those of all deals at hand are read at once. Whoever commissions or
        # closes need not read orders.
        return self.sudo().order_ids.order_line.filtered(lambda line: line.state == "sale")._get_all_pieces()

    def write(self, vals):
        result = super().write(vals)
        if "stage_id" in vals:
            self._note_closing_warnings()
        return result

    def _note_closing_warnings(self):
        """What a deal was closed without is written down."""
        closed = self.filtered(lambda lead: lead.stage_code == "closed")
        for lead, sentences in closed._describe_missing().items():
            # The fact that closed the deal may come from whoever touches no deals.
            lead.sudo().message_post(body=self.env._("Closed without documents. %s", " ".join(sentences)))

    # --- documents ---------------------------------------------------------------------------------

    def _get_deal_documents(self):
        # What the reader may open is sorted out by the caller: he sees that the rest exists.
        deal = self.sudo()
        covering = self.env["equipment.certificate"].sudo()._find_of_pieces(deal.piece_ids)
        rows = []
        for certificate in (deal.certificate_ids | covering).sorted("id"):
            orders = certificate.order_line_ids.order_id & deal.order_ids
            parent = (orders or deal.order_ids.filtered(lambda order: order.state == "sale"))[:1]
            rows.append(certificate._prepare_deal_document() | {"parent": parent})
        return super()._get_deal_documents() + rows

    # --- what can be promised ----------------------------------------------------------------------

    @api.depends("order_ids.supply_ready_date")
    def _compute_supply(self):
        """Goods on stock that wait for their document only are ready on its day."""
        result = super()._compute_supply()
        supplied = self._read_supplied_orders(["supply_state", "supply_ready_date"])
        for lead in self.filtered(lambda lead: lead._origin in supplied):
            orders = supplied[lead._origin]
            waiting = orders.filtered(lambda order: order.supply_state not in ("ready", "shipped"))
            days = orders.filtered(lambda order: order.supply_state == "ready").mapped("supply_ready_date")
            if any(days) and (lead.supply_ready_date or not waiting):
                lead.supply_ready_date = max(filter(None, [*days, lead.supply_ready_date]))
        return result

    @api.model
    def _get_availability(self, products):
        """Goods that may not leave without a document of their own wait for it as well."""
        availability = super()._get_availability(products)
        kinds = products.filtered(lambda product: product.type == "consu")._get_delivered_types()
        types = self.env["equipment.type"].union(*kinds.values())
        rules = self.env["equipment.certification.rule"].sudo()._get_by_type(types, "at_shipment")
        for product, own in kinds.items():
            waits = [rule._get_lead_days(product) for kind in own for rule in rules.get(kind, ())]
            if wait := max(waits, default=0):
                known = availability[product.id]
                availability[product.id] = known | {"lead_days": (known["lead_days"] or 0) + wait}
        return availability
