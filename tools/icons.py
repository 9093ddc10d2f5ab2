#!/usr/bin/env python3
"""Draw the icons of our addons (static/description/icon.png): one shape on one colour each, 256 px."""

import sys
from pathlib import Path

from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).resolve().parent))

import lib

SIZE = 1024
INK = "#ffffff"


def base(draw):
    """An address card: a person and lines."""
    draw.ellipse((390, 210, 634, 454), fill=INK)
    draw.pieslice((270, 490, 754, 974), 180, 360, fill=INK)
    draw.rectangle((270, 770, 754, 820), fill=INK)


def leads(draw):
    """An envelope with an arrow into it."""
    draw.rounded_rectangle((200, 420, 824, 830), 50, fill=INK)
    draw.line((220, 450, 512, 670, 804, 450), fill="#2f6fb0", width=44, joint="curve")
    draw.polygon(((512, 380), (400, 250), (470, 250), (470, 150), (554, 150), (554, 250), (624, 250)), fill=INK)


def stages(draw):
    """Steps upwards."""
    for step in range(4):
        left = 190 + step * 168
        draw.rounded_rectangle((left, 690 - step * 140, left + 140, 830), 26, fill=INK)


def split(draw):
    """One box that becomes three."""
    draw.rounded_rectangle((390, 180, 634, 400), 34, fill=INK)
    draw.line((512, 400, 512, 540), fill=INK, width=36)
    draw.line((250, 540, 774, 540), fill=INK, width=36)
    for centre in (250, 512, 774):
        draw.line((centre, 540, centre, 640), fill=INK, width=36)
        draw.rounded_rectangle((centre - 100, 640, centre + 100, 840), 30, fill=INK)


def supply(draw):
    """A deal's bar that fills."""
    draw.rounded_rectangle((170, 430, 854, 594), 82, outline=INK, width=34)
    draw.rounded_rectangle((214, 474, 590, 550), 38, fill=INK)
    draw.polygon(((590, 360), (680, 240), (500, 240)), fill=INK)
    draw.polygon(((590, 664), (680, 784), (500, 784)), fill=INK)


def batches(draw):
    """A box with a bar code."""
    draw.rounded_rectangle((190, 230, 834, 800), 44, fill=INK)
    for left, width in ((270, 40), (340, 20), (390, 60), (480, 24), (534, 50), (614, 22), (666, 34), (726, 22)):
        draw.rectangle((left, 330, left + width, 640), fill="#7a5c12")
    draw.rectangle((190, 300, 270, 312), fill=INK)
    draw.rounded_rectangle((330, 690, 694, 734), 20, fill="#7a5c12")


def marketing(draw):
    """A loudspeaker."""
    draw.polygon(((250, 430), (430, 430), (740, 240), (740, 784), (430, 594), (250, 594)), fill=INK)
    draw.rounded_rectangle((300, 594, 420, 820), 30, fill=INK)
    draw.arc((700, 380, 880, 644), -70, 70, fill=INK, width=40)


def sales(draw):
    """A factory."""
    draw.polygon(
        ((180, 820), (180, 470), (400, 600), (400, 470), (620, 600), (620, 250), (840, 250), (840, 820)), fill=INK
    )
    for left in (270, 450, 630):
        draw.rectangle((left, 680, left + 90, 750), fill="#374151")


def supervision(draw):
    """An eye over rising bars."""
    draw.ellipse((232, 190, 792, 450), outline=INK, width=44)
    draw.ellipse((442, 250, 582, 390), fill=INK)
    for left, top in ((230, 720), (430, 640), (630, 540)):
        draw.rectangle((left, top, left + 140, 840), fill=INK)


def absence(draw):
    """A sheet of a calendar with one day crossed out."""
    draw.rounded_rectangle((200, 240, 824, 824), 50, fill=INK)
    draw.rectangle((200, 360, 824, 400), fill="#0e7490")
    for left in (350, 640):
        draw.rounded_rectangle((left, 170, left + 44, 320), 20, fill=INK, outline="#0e7490", width=12)
    draw.line((390, 490, 634, 734), fill="#0e7490", width=60)
    draw.line((634, 490, 390, 734), fill="#0e7490", width=60)


def production(draw):
    """A gear around a bar code."""
    for step in range(8):
        tooth = Image.new("L", (SIZE, SIZE), 0)
        ImageDraw.Draw(tooth).rounded_rectangle((452, 170, 572, 420), 26, fill=255)
        draw.bitmap((0, 0), tooth.rotate(45 * step), fill=INK)
    draw.ellipse((252, 252, 772, 772), fill=INK)
    for left, width in ((400, 34), (452, 18), (488, 48), (556, 20), (596, 30)):
        draw.rectangle((left, 410, left + width, 620), fill="#7a5c12")


def service(draw):
    """A wrench."""
    draw.line((330, 700, 640, 390), fill=INK, width=130)
    draw.ellipse((530, 190, 830, 490), fill=INK)
    draw.polygon(((680, 340), (720, 160), (860, 300)), fill="#b45309")
    draw.ellipse((230, 640, 390, 800), fill=INK)


def certification(draw):
    """A seal with two ribbons."""
    for shift in (-1, 1):
        draw.polygon(
            ((512 + shift * 40, 560), (512 + shift * 210, 560), (512 + shift * 250, 860), (512 + shift * 130, 790)),
            fill=INK,
        )
    draw.ellipse((272, 180, 752, 660), fill=INK)
    draw.ellipse((342, 250, 682, 590), fill="#166534")
    draw.line((420, 420, 490, 500, 610, 350), fill=INK, width=56, joint="curve")


def forms(draw):
    """A sheet with lines and a square code."""
    draw.rounded_rectangle((260, 150, 764, 874), 44, fill=INK)
    for top in (260, 340, 420):
        draw.rectangle((330, top, 694, top + 34), fill="#1d4ed8")
    for column in range(4):
        for row in range(4):
            if (column * 3 + row * 5 + column * row) % 3 != 1:
                draw.rectangle((520 + column * 44, 620 + row * 44, 560 + column * 44, 660 + row * 44), fill="#1d4ed8")


def onec(draw):
    """Two drawers and an arrow from one to the other."""
    for left, top in ((170, 190), (560, 540)):
        draw.rounded_rectangle((left, top, left + 300, top + 300), 40, fill=INK)
        draw.line((left + 90, top + 150, left + 210, top + 150), fill="#8a6d00", width=36)
    draw.line((320, 540, 320, 690, 430, 690), fill=INK, width=44, joint="curve")
    draw.polygon(((430, 610), (540, 690), (430, 770)), fill=INK)


def telephone(draw):
    """A handset with two waves."""
    draw.line((300, 300, 360, 620, 640, 760), fill=INK, width=96, joint="curve")
    for left, top in ((220, 190), (600, 680)):
        draw.rounded_rectangle((left, top, left + 190, top + 170), 50, fill=INK)
    for radius in (170, 290):
        draw.arc((520 - radius, 500 - radius, 520 + radius, 500 + radius), 275, 355, fill=INK, width=46)


def scan(draw):
    """Bars in the corners of a viewfinder, and the red line of the scanner."""
    for left, top, right, bottom in (
        (210, 230, 330, 350),
        (694, 230, 814, 350),
        (210, 674, 330, 794),
        (694, 674, 814, 794),
    ):
        x, y = (left if left < 500 else right), (top if top < 500 else bottom)
        draw.line((left, y, right, y), fill=INK, width=40)
        draw.line((x, top, x, bottom), fill=INK, width=40)
    for index, width in enumerate((44, 20, 60, 24, 40, 20)):
        left = 310 + index * 70
        draw.rectangle((left, 330, left + width, 694), fill=INK)
    draw.rectangle((230, 494, 794, 530), fill="#dc2626")


ICONS = {
    "sales_base": ("#4b5563", base),
    "sales_leads": ("#2f6fb0", leads),
    "sales_leads_mikopbx": ("#1e6f6a", telephone),
    "sales_absence_holidays": ("#0e7490", absence),
    "deal_stages": ("#2e7d5b", stages),
    "sales_supervision": ("#9f1239", supervision),
    "order_split": ("#8a3ffc", split),
    "deal_supply": ("#0f766e", supply),
    "deal_service": ("#b45309", service),
    "equipment_certification": ("#166534", certification),
    "sale_forms_ru": ("#1d4ed8", forms),
    "stock_batches": ("#c79a24", batches),
    "stock_batches_scan": ("#c79a24", scan),
    "stock_batches_mrp": ("#c79a24", production),
    "marketing_export": ("#c2410c", marketing),
    "onec_import": ("#8a6d00", onec),
    "industrial_sales": ("#374151", sales),
}


# The scanning page on a telephone's home screen, in the sizes that telephones ask for.
PAGE_ICONS = {size: lib.ADDONS / f"stock_batches_scan/static/img/icon-{size}.png" for size in (192, 512)}


def draw_icon(colour, shape, size=256):
    image = Image.new("RGBA", (SIZE, SIZE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((40, 40, SIZE - 40, SIZE - 40), 200, fill=colour)
    shape(draw)
    return image.resize((size, size), Image.LANCZOS)


def main():
    for addon, (colour, shape) in ICONS.items():
        target = lib.ADDONS / addon / "static" / "description" / "icon.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        draw_icon(colour, shape).save(target, optimize=True)
    for size, target in PAGE_ICONS.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        draw_icon(*ICONS["stock_batches_scan"], size).save(target, optimize=True)


if __name__ == "__main__":
    main()
