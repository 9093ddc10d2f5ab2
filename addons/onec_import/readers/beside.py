"""Pictures of goods that lie beside the XML in an archive."""

from .containers import MIB, detect, open_zip
from .refused import Refused

LARGEST = 10 * MIB  # a picture


def pictures(path, name, wanted):
    """{name as the XML says it: bytes} of those that are there and not too large.

    :param wanted: names such as "import_files/ab/abc.jpg", from the folder of the XML
    """
    try:
        if not wanted or detect(path, name) != "zip":
            return {}
        with open_zip(path, name) as archive:
            entries = _find(archive, {_fold(one): one for one in wanted})
            return {one: archive.read(entry) for one, entry in entries.items()}
    except Refused:
        return {}


def _fold(name):
    return name.replace("\\", "/").lstrip("./").lower()


def _find(archive, wanted):
    """{name as it is wanted: entry}; the archive may have a folder above that of the XML."""
    found = {}
    for entry in archive.infolist():
        parts = _fold(entry.filename).split("/")
        for start in range(len(parts)):
            name = wanted.get("/".join(parts[start:]))
            if name and entry.file_size <= LARGEST:
                found.setdefault(name, entry)
    return found
