#!/usr/bin/env python3
"""Draw the labels of docs/guides with the very code that prints them: one series in three sizes.

Usage: label_pictures.py
"""

import importlib.util
import sys
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent))

import lib

TARGET = lib.REPO / "docs" / "guides" / "pictures" / "worker-labels.png"
SIZES = ((40, 30), (58, 40), (100, 70))
DPI, GAP, GROUND = 300, 40, 205
LABEL = {
    "title": "[SL-300] Герметик силиконовый санитарный белый, 300 мл",
    "lines": [("Серия", "SL-2511"), ("Изготовлена", "03.11.2025"), ("Годна до", "30.11.2026")],
    "content": "(01)04601234567893(11)251103(17)261130(10)SL-2511",
    "is_gs1": True,
}


def drawing():
    """The module that draws labels; it knows nothing of Odoo."""
    place = lib.ADDONS / "stock_batches" / "tools" / "label.py"
    spec = importlib.util.spec_from_file_location("label_drawing", place)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def main():
    label = drawing()
    [folder, *_rest] = [path for path in lib.core_addons() if (path / "web" / "static").is_dir()]
    fonts = [f"{folder}/web/static/fonts/google/Roboto/Roboto-{weight}.ttf" for weight in ("Regular", "Bold")]
    labels = [
        label.draw(
            {**LABEL, "symbology": "linear" if width == 100 else "datamatrix"}, label.Size(width, height, DPI), fonts
        )
        for width, height in SIZES
    ]
    width = sum(each.width + GAP for each in labels) + GAP
    sheet = Image.new("L", (width, max(each.height for each in labels) + 2 * GAP), GROUND)
    left = GAP
    for each in labels:
        sheet.paste(each.convert("L"), (left, GAP))
        left += each.width + GAP
    sheet.save(TARGET, optimize=True)
    lib.say(f"ok  {TARGET.name}")


if __name__ == "__main__":
    main()
