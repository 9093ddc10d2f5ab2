import base64

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .file_size import check_sizes


class ServiceVisitPhoto(models.Model):
    _name = "service.visit.photo"
    _description = "Photo of a Visit"
    _inherit = ["service.visit.detail"]
    _order = "visit_id, id"

    name = fields.Char("What is to be seen")
    image = fields.Image("Photo", required=True, max_width=1920, max_height=1920)

    @api.model_create_multi
    def create(self, vals_list):
        # Before the picture is made smaller, which a huge one would make impossible.
        check_sizes(self, vals_list, "image")
        return super().create(vals_list)

    def write(self, vals):
        check_sizes(self, [vals], "image")
        return super().write(vals)

    @api.model
    def _from_data_url(self, url):
        """The picture of a telephone's «data:image/jpeg;base64,…» as the field wants it; refuses what is none."""
        head, _comma, body = (url or "").partition(",")
        try:
            base64.b64decode(body, validate=True)
        except ValueError:
            body = ""
        if not head.startswith("data:image/") or not body:
            raise ValidationError(self.env._("This is no photo: take it again."))
        return body
