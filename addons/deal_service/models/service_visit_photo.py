import base64
import io

from PIL import Image, ImageOps

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .file_size import check_sizes

# Of all photos of an act together, so that a hundred of them can still be sent by mail; and of one, in dots a side.
PRINTED_DOTS, SIDE_MIN, SIDE_MAX = 12_000_000, 320, 900
# Points: two beside each other, three such rows on a page.
BOX = 236, 177


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

    def _get_printed(self):
        """These photos as the act shows them, small enough all together.

        :return: list of dicts with the keys name, source (an address that holds the picture, empty for what no
            program can open), width and height in points
        """
        side = int((PRINTED_DOTS / max(len(self), 1)) ** 0.5)
        side = min(max(side, SIDE_MIN), SIDE_MAX)
        return [photo._get_printed_one(side) for photo in self]

    def _get_printed_one(self, side):
        name = self.name or ""
        try:
            picture = ImageOps.exif_transpose(Image.open(io.BytesIO(self._get_readable())))
            picture.thumbnail((side, side))
            source = _get_jpeg_address(picture)
        except (OSError, ValueError, Image.DecompressionBombError):
            return {"name": name, "source": "", "width": BOX[0], "height": 0}
        scale = min(BOX[0] / picture.width, BOX[1] / picture.height)
        return {
            "name": name,
            "source": source,
            "width": round(picture.width * scale),
            "height": round(picture.height * scale),
        }

    def _get_readable(self):
        """The file, of a WebP the JPEG that the web client keeps beside it: the server opens no WebP."""
        qweb = self.env["ir.qweb"].with_context(webp_as_jpg=True)
        address = qweb._get_converted_image_data_uri(self.image) if self.image else ""
        return base64.b64decode(address.partition(",")[2])


def _get_jpeg_address(picture):
    """The picture on white paper: no build of wkhtmltopdf shows every kind of file."""
    paper = Image.new("RGB", picture.size, "white")
    seen = picture.convert("RGBA")
    paper.paste(seen, mask=seen)
    stream = io.BytesIO()
    paper.save(stream, "JPEG", quality=75, optimize=True)
    return "data:image/jpeg;base64," + base64.b64encode(stream.getvalue()).decode()
