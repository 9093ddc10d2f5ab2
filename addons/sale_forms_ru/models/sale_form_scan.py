import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import scan


class SaleFormScan(models.Model):
    """A signed copy that came back: filed by its barcode, or waiting for somebody to say what it is."""

    _name = "sale.form.scan"
    _description = "Signed Copy"
    _inherit = ["mail.thread"]
    _order = "id desc"

    name = fields.Char("File name", required=True, readonly=True)
    file = fields.Binary(attachment=True, readonly=True)
    digest = fields.Char(readonly=True)
    barcode = fields.Char(readonly=True)
    source = fields.Selection([("upload", "Uploaded"), ("mail", "By mail")], required=True, readonly=True)
    sender = fields.Char("From", readonly=True)
    form_id = fields.Many2one("sale.form", "Paper", index="btree_not_null", ondelete="set null")
    deal_id = fields.Many2one(related="form_id.deal_id")
    state = fields.Selection(
        [("filed", "Filed"), ("open", "To decide"), ("dropped", "Not a paper of ours")],
        required=True,
        readonly=True,
        default="open",
        index=True,
        tracking=True,
    )
    error = fields.Char("What is wrong", readonly=True)

    _digest_uniq = models.UniqueIndex("(digest)", "This copy came already.")

    @api.model
    def _take_file(self, raw, name, source, sender=False):
        """Cut a file into papers and file each by its barcode; a copy that came before changes nothing.

        :param raw: bytes of a PDF or a picture
        :return: one record per paper in the file
        """
        try:
            parts, error = scan.split(raw), False
        except scan.Unreadable as unreadable:
            parts, error = [(None, raw, "")], self._describe_unreadable(unreadable.args[0])
        scans = self.browse()
        for number, (code, content, ending) in enumerate(parts, 1):
            part = name if len(parts) == 1 else f"{name.rpartition('.')[0] or name} {number}{ending}"
            scans |= self._take_part(code, content, part, {"source": source, "sender": sender, "error": error})
        return scans

    def _take_part(self, code, content, name, values):
        digest = hashlib.sha256(content).hexdigest()
        known = self.search([("digest", "=", digest)], limit=1)
        if known:
            return known
        found = self.create(
            {**values, "name": name, "file": base64.b64encode(content), "digest": digest, "barcode": code or False}
        )
        if code:
            found._file()
        elif not found.error:
            found.error = self.env._("No barcode of ours can be read: say which paper it is.")
        return found

    @api.model
    def _describe_unreadable(self, code):
        return {
            "kind": self.env._("The file is neither a picture nor a PDF."),
            "tool": self.env._("PDF files cannot be looked at here: the administrator installs poppler-utils."),
            "pages": self.env._("The file has too many pages: send it in parts."),
        }[code]

    def _file(self):
        """Put it where its barcode says; what speaks against it is kept for whoever decides."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self.env["crm.deal.paper"]._file_signed_scan(self.barcode, self._get_content(), self.name)
        except UserError as error:
            self.error = str(error.args[0])
            return
        form = self.env["sale.form"].search([("barcode", "=", self.barcode)], limit=1)
        self.write({"state": "filed", "form_id": form.id, "error": False})

    def _get_content(self):
        return base64.b64decode(self.with_context(bin_size=False).file or b"")

    def action_file(self):
        """Somebody said which paper it is."""
        for found in self:
            if not found.form_id.barcode:
                raise UserError(self.env._("Choose the printed paper that was signed."))
            found.barcode = found.form_id.barcode
            found._file()
        return True

    def action_drop(self):
        self.write({"state": "dropped"})
        return True

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """A letter to the mailbox of signed copies: each file in it is one."""
        sender = msg_dict.get("email_from") or ""
        scans = self.browse()
        for file in msg_dict.get("attachments") or []:
            content = file.content.encode() if isinstance(file.content, str) else file.content
            scans |= self._take_file(content, file.fname, "mail", sender)
        if scans:
            return scans[:1]
        note = self.env._("The letter has no file.")
        return self.create({"name": msg_dict.get("subject") or "—", "source": "mail", "sender": sender, "error": note})
