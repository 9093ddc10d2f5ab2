"""The two-dimensional code of a payment by ГОСТ Р 56042-2014, without a database."""

import zxingcpp

# Format, version and encoding (2 = UTF-8), as the standard begins.
PREFIX = "ST00012"
REQUIRED = ("Name", "PersonalAcc", "BankName", "BIC", "CorrespAcc")
SEPARATORS = "|~^;"
# What the standard allows of each value.
LENGTHS = {"Name": 160, "BankName": 45, "Purpose": 210, "PersonalAcc": 20, "BIC": 9, "CorrespAcc": 20}


def compose(values):
    """The text of the code; empty where one of the required values is missing.

    :param values: {name by the standard: text}; Sum is in kopecks
    """
    if not all(values.get(name) for name in REQUIRED):
        return ""
    names = (*REQUIRED, *(name for name in values if name not in REQUIRED))
    pairs = [(name, " ".join(str(values[name]).split())[: LENGTHS.get(name)]) for name in names if values[name]]
    used = "".join(text for _name, text in pairs)
    separator = next((one for one in SEPARATORS if one not in used), "")
    return PREFIX + "".join(f"{separator}{name}={text}" for name, text in pairs) if separator else ""


def parse(text):
    """{name: text} of a code; empty for any other code."""
    if not text.startswith("ST0001"):
        return {}
    separator = text[len(PREFIX) : len(PREFIX) + 1]
    return dict(pair.split("=", 1) for pair in text[len(PREFIX) + 1 :].split(separator) if "=" in pair)


def draw(text, kind="QRCode"):
    """The code as a picture without the white around it; shape: rows of True for black."""
    code = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind))
    picture = code.to_image(scale=1, add_quiet_zones=False)
    height, width = picture.shape[:2]
    # The module may give the buffer with a third axis of one.
    flat = bytes(memoryview(picture))
    return [[flat[row * width + column] < 128 for column in range(width)] for row in range(height)]
