"""What kind of file it is, by its content, and archives that are safe to open."""

import io
import os
import re
import zipfile
from contextlib import contextmanager

from .refused import Refused

MIB = 1024 * 1024
ZIP_FILES = 2000
ZIP_TOTAL = 4096 * MIB
ZIP_RATIO = 300
ZIP_SMALL = 64 * MIB
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EXTENSIONS = {"xlsx": "xlsx", "xlsm": "xlsx", "xls": "xls", "ods": "ods", "csv": "csv", "txt": "csv", "tsv": "csv"}
EXTENSIONS |= {"xml": "commerceml", "zip": "zip"}
COMMERCE = re.compile(r"(?i)\.xml$")
WORKBOOK = re.compile(r"(?i)\.(xlsx|xlsm|xls|ods|csv)$")


def detect(path, name):
    """xlsx, xls, ods, csv, commerceml or zip; refuses what is none of these."""
    head = _head(path, name)
    if head.startswith(b"PK\x03\x04"):
        return _zip_format(path, name)
    if head.startswith(OLE):
        return "xls"
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").replace(b"\x00", b"")
    if start.startswith(b"<"):
        return _xml_format(start, name)
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("format_unknown", name)
    return "csv"


def _head(path, name):
    try:
        with open(path, "rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise Refused("file_missing", name) from error
    if not head.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise Refused("file_empty", name)
    return head


def _xml_format(start, name):
    if start[:300].lower().startswith((b"<!doctype html", b"<html")):
        raise Refused("format_unknown", name)
    return "commerceml"


def _zip_format(path, name):
    with open_zip(path, name) as archive:
        names = {entry.filename.lower() for entry in archive.infolist()}
        if "xl/workbook.xml" in names:
            return "xlsx"
        if "xl/workbook.bin" in names:
            raise Refused("format_unknown", name)
        if "content.xml" in names and "mimetype" in names:
            return "ods"
    return "zip"


def said_format(name):
    """The format that the extension of a name promises, or ""."""
    return EXTENSIONS.get(os.path.splitext(name)[1].lower().lstrip("."), "")


@contextmanager
def open_zip(path, name):
    """An archive whose names stay inside, that is not encrypted and does not unpack to more than it may."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_entries(archive.infolist(), name)
            yield archive
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise Refused("zip_broken", name, error) from error
    except (ValueError, zipfile.zlib.error) as error:
        raise Refused("zip_broken", name, error) from error


def _check_entries(entries, name):
    if len(entries) > ZIP_FILES:
        raise Refused("zip_many", name, size=len(entries), limit=ZIP_FILES)
    for entry in entries:
        if climbs(entry.filename):
            raise Refused("zip_path", name, entry.filename)
        if entry.flag_bits & 0x1:
            raise Refused("zip_encrypted", name)
    size, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
    if size > ZIP_TOTAL or (size > ZIP_SMALL and size > ZIP_RATIO * max(packed, 1)):
        raise Refused("zip_bomb", name, size=size // MIB, packed=packed // MIB)


def climbs(filename):
    """Whether a name in an archive leads out of it."""
    parts = filename.replace("\\", "/").split("/")
    return filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]


def members(archive, name):
    """The XML files of an archive in the order in which they refer to each other; workbooks are uploaded unpacked."""
    found = [entry for entry in archive.infolist() if COMMERCE.search(entry.filename) and not entry.is_dir()]
    if not found:
        workbook = any(WORKBOOK.search(entry.filename) for entry in archive.infolist())
        raise Refused("format_unknown" if workbook else "zip_empty", name)
    return sorted(found, key=lambda entry: (_turn(entry.filename), _natural(entry.filename)))


def _turn(filename):
    stem = os.path.basename(filename).lower()
    turns = ("import", "goods", "propert", "offers", "prices", "rests", "contr", "orders", "documents")
    return next((turn for turn, word in enumerate(turns) if stem.startswith(word)), len(turns))


def _natural(filename):
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", filename)]


@contextmanager
def source(path, entry=None, archive=None):
    """A binary stream of a file, or of one entry of an archive."""
    with archive.open(entry) if archive else open(path, "rb") as file:
        yield io.BufferedReader(file) if archive else file
