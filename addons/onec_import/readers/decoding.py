"""Text out of bytes: BOM, the encoding that XML declares, or what a text file turns out to be."""

import codecs
import re

from .refused import Refused

PIECE = 64 * 1024
DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def bom_of(head):
    """(length, encoding) of the byte order mark that `head` begins with, or (0, "")."""
    return next(((len(bom), encoding) for bom, encoding in BOMS if head.startswith(bom)), (0, ""))


class TextPieces:
    """Iterates the pieces of text of a binary stream; `row` counts its lines, `said` is the encoding it declares."""

    def __init__(self, stream, file, sheet="", encoding=""):
        self.stream = stream
        self.file = file
        self.sheet = sheet
        self.row = 1
        self.said = encoding

    def __iter__(self):
        head = self.stream.read(PIECE)
        skip, bom = bom_of(head)
        declared = DECLARED.search(head[:400])
        self.said = bom or self.said or (declared[1].decode() if declared else "utf-8")
        decoder = self._decoder()
        piece = head[skip:]
        while piece:
            text = self._decode(decoder, piece)
            yield text
            self.row += text.count("\n")
            piece = self.stream.read(PIECE)
        yield self._decode(decoder, b"", True)

    def _decoder(self):
        try:
            info = codecs.lookup({"win-1251": "cp1251", "win1251": "cp1251"}.get(self.said.lower(), self.said))
        except LookupError as error:
            raise self._wrong() from error
        if not info._is_text_encoding or not info.incrementaldecoder:
            raise self._wrong()
        return info.incrementaldecoder("strict")

    def _decode(self, decoder, piece, final=False):
        try:
            return decoder.decode(piece, final)
        except ValueError as error:
            if final:
                raise Refused("file_truncated", self.file, "", self.sheet, self.row) from error
            before = piece[: getattr(error, "start", 0)].count(b"\n")
            self.row += before
            raise self._wrong() from error

    def _wrong(self):
        return Refused("encoding_wrong", self.file, self.said, self.sheet, self.row, said=self.said)


def guess_encoding(stream):
    """utf-8, utf-16 or cp1251: the first that the whole stream fits. The stream is rewound."""
    head = stream.read(4)
    stream.seek(0)
    if bom_of(head)[1]:
        return bom_of(head)[1]
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        while piece := stream.read(PIECE):
            decoder.decode(piece)
    except UnicodeDecodeError:
        return "cp1251"
    finally:
        stream.seek(0)
    return "utf-8"
