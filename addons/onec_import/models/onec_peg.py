from odoo import api, fields, models


class OnecPeg(models.Model):
    """A supplier or production order that serves a customer order which is not here yet."""

    _name = "onec.peg"
    _description = "Supply for a Customer Order of 1C"
    _rec_name = "order_number"
    _log_access = False

    import_id = fields.Many2one("onec.import", readonly=True, index=True, ondelete="cascade")
    order_number = fields.Char(required=True, readonly=True, index=True)
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(required=True, readonly=True, model_field="res_model")

    @api.model
    def _keep(self, batch, pegs):
        """:param pegs: [(purchase line or production order, number of the customer order)]"""
        self.create(
            [
                {"import_id": batch.id, "order_number": number, "res_model": record._name, "res_id": record.id}
                for record, number in pegs
            ]
        )

    @api.model
    def _link(self, orders_by_number):
        """Tie what is coming to the lines of these orders, before they are confirmed and ask for more.

        :param orders_by_number: {number in 1C: sale.order}
        """
        pegs = self.search([("order_number", "in", list(orders_by_number))])
        for model, rows in pegs.grouped("res_model").items():
            records = self.env[model].browse(rows.mapped("res_id")).exists() if model in self.env else []
            numbers = {row.res_id: row.order_number for row in rows}
            for record in records:
                lines = orders_by_number[numbers[record.id]].order_line
                line = lines.filtered(lambda line, record=record: line.product_id == record.product_id)[:1]
                if line and "sale_line_id" in record._fields:
                    record.sale_line_id = line
        pegs.unlink()
