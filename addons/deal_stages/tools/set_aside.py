"""Pictures out of a page while it is parsed and written anew, without a database."""

import re
import secrets

PICTURE = re.compile(rb"data:image/[\w.+-]+;base64,[A-Za-z0-9+/=]+")


class SetAside:
    """The page without what its pictures hold, and the way back.

    Core parses a page once and writes it three times on its way to wkhtmltopdf; a hundred pictures are megabytes of it.
    """

    def __init__(self, page):
        """:param page: HTML, UTF-8"""
        self.token = f"picture-{secrets.token_hex(8)}-"
        self.pictures = []
        self.page = PICTURE.sub(self._take, page.encode() if isinstance(page, str) else page)

    def _take(self, found):
        self.pictures.append(found[0].decode())
        return f"{self.token}{len(self.pictures) - 1}".encode()

    def put_back(self, text):
        """The text with its pictures; anything but a text as it is."""
        if not self.pictures or not isinstance(text, str):
            return text
        return re.sub(rf"{self.token}(\d+)", lambda found: self.pictures[int(found[1])], str(text))
