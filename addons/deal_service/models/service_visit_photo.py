import base64

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# A telephone takes pictures of three to eight megabytes; what is larger is a film or a mistake.
LIMIT_MB = 20


class ServiceVisitPhoto(models.Model):
    _name = "service.visit.photo"
    _description = "Photo of a Visit"
    _inherit = ["service.visit.detail"]
    _order = "visit_id, id"

    name = fields.Char("What is to be seen")
    image = fields.Image("Photo", required=True, max_width=1920, max_height=1920)

    @api.model_create_multi
    def create(self, vals_list):
        self._check_sizes(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_sizes([vals])
        return super().write(vals)

    @api.model
    def _check_sizes(self, vals_list):
        """Before the picture is read and made smaller, which a huge one would make impossible."""
        for vals in vals_list:
            size = len(vals.get("image") or "") * 3 // 4
            if size > LIMIT_MB * 1024 * 1024:
                raise ValidationError(
                    self.env._(
                        "The photo has %(size)d MB, %(limit)d are allowed: take it again with a lower resolution.",
                        size=size // 1024 // 1024,
                        limit=LIMIT_MB,
                    )
                )

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
