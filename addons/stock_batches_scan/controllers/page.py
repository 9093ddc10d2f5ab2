"""The page itself: `/scan`, its service worker and its manifest."""

import hashlib
import json

from markupsafe import Markup

from odoo.http import Controller, request, route
from odoo.tools import file_open

from .texts import page_texts

BUNDLE = "stock_batches_scan.assets_scan"
CAMERA_BUNDLE = "stock_batches_scan.assets_scan_camera"
ICONS = {size: f"/stock_batches_scan/static/img/icon-{size}.png" for size in (192, 512)}
# What the camera component asks for by itself.
CAMERA_FILES = ("/web/static/lib/zxing-library/zxing-library.js", "/web/static/img/transform.svg")


class ScanPage(Controller):
    @route("/scan", type="http", auth="user", methods=["GET"], readonly=True)
    def scan_page(self):
        """The shell of the page: all else comes by `/scan/do`. The service worker keeps it for a day without network."""
        if not request.env.user.has_group("stock_batches.group_worker"):
            return request.render("stock_batches_scan.page_refused", status=403)
        headers = {"Cache-Control": "no-store", "X-Frame-Options": "DENY", "X-Scan-Page": self._get_version()}
        return request.render("stock_batches_scan.page", {"info": self._prepare_info()}, headers=headers)

    def _prepare_info(self):
        user = request.env.user
        info = {
            "user": {"id": user.id, "name": user.name},
            "database": request.db,
            "version": self._get_version(),
            "lang": (request.env.lang or "en_US").replace("_", "-"),
            "texts": page_texts(request.env),
            "camera": self._get_links(CAMERA_BUNDLE),
        }
        # Nothing in it can end the script that holds it.
        return Markup(json.dumps(info).replace("<", "\\u003c"))

    def _get_links(self, bundle):
        # Anybody may load a bundle; the shell's names are no secret.
        return request.env["ir.qweb"].sudo()._get_asset_links(bundle)

    def _get_version(self):
        """Changes with whatever the device keeps."""
        kept = [*self._get_links(BUNDLE), *self._get_links(CAMERA_BUNDLE), self._read_worker()]
        return hashlib.sha256("\n".join(kept).encode()).hexdigest()[:12]

    def _read_worker(self):
        with file_open("stock_batches_scan/static/src/service_worker.js") as file:
            return file.read()

    @route("/scan/service-worker.js", type="http", auth="public", methods=["GET"], readonly=True)
    def scan_service_worker(self):
        """The script that keeps the shell; with another version it is another script, and the browser takes it."""
        kept = [*self._get_links(BUNDLE), *self._get_links(CAMERA_BUNDLE), *ICONS.values(), *CAMERA_FILES]
        head = f"const VERSION = {json.dumps(self._get_version())};\nconst FILES = {json.dumps(kept)};\n"
        headers = [
            ("Content-Type", "text/javascript"),
            ("Service-Worker-Allowed", "/scan"),
            ("Cache-Control", "no-cache"),
        ]
        return request.make_response(head + self._read_worker(), headers)

    @route("/scan/manifest.webmanifest", type="http", auth="public", methods=["GET"], readonly=True)
    def scan_manifest(self):
        """What a telephone needs to put the page on its home screen; also what is asked whether the network is back."""
        name = request.env._("Warehouse")
        manifest = {
            "name": name,
            "short_name": name,
            "id": "/scan",
            "start_url": "/scan",
            "scope": "/scan",
            "display": "standalone",
            "orientation": "portrait",
            "background_color": "#10161d",
            "theme_color": "#10161d",
            "icons": [
                {"src": source, "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any"}
                for size, source in ICONS.items()
            ],
        }
        return request.make_json_response(manifest, {"Content-Type": "application/manifest+json"})
