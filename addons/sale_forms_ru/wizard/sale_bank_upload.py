import base64

from odoo import fields, models
from odoo.exceptions import UserError


class SaleBankUpload(models.TransientModel):
    """The accountant drops the files of the bank, one or many."""

    _name = "sale.bank.upload"
    _description = "Take over Statement Files"

    file_ids = fields.Many2many("ir.attachment", string="Files of the bank")

    def action_take(self):
        """Take the files over in the order of their names.

        :return: action that shows what came
        """
        self.ensure_one()
        if not self.file_ids:
            raise UserError(self.env._("Choose the file that the bank gave you."))
        statements = self.env["sale.bank.statement"]
        for file in self.file_ids.sorted("name"):
            statements |= statements._take(file.raw or base64.b64decode(file.datas or b""), file.name)
        action = self.env["ir.actions.act_window"]._for_xml_id("sale_forms_ru.sale_bank_statement_action")
        if len(statements) == 1:
            return {**action, "views": [(False, "form")], "res_id": statements.id}
        return {**action, "domain": [("id", "in", statements.ids)]}
