import json
import re

from odoo.tests import HttpCase, new_test_user, tagged


class PageCase(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        groups = "stock_batches.group_worker"
        cls.worker = new_test_user(
            cls.env, "scan_page_worker", groups=groups, password="scan_page_worker", lang="en_US"
        )
        cls.clerk = new_test_user(
            cls.env, "scan_page_clerk", groups="base.group_user", password="scan_page_clerk", lang="en_US"
        )

    def open_as(self, user, address="/scan"):
        self.authenticate(user and user.login, user and user.login)
        return self.url_open(address, allow_redirects=False)

    def read_info(self, answer):
        return json.loads(re.search(r'id="scan-info">(.*?)</script>', answer.text, re.S)[1])


@tagged("post_install", "-at_install")
class TestPage(PageCase):
    def test_a_worker_gets_the_page_with_its_texts_and_his_name(self):
        answer = self.open_as(self.worker)
        self.assertEqual(answer.status_code, 200)
        info = self.read_info(answer)
        self.assertEqual(info["user"], {"id": self.worker.id, "name": self.worker.name})
        self.assertEqual(info["texts"]["offline"], "No network")
        self.assertEqual(answer.headers["X-Scan-Page"], info["version"])

    def test_texts_are_in_the_language_of_the_user(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.worker.lang = "ru_RU"
        answer = self.open_as(self.worker)
        info = self.read_info(answer)
        self.assertEqual(info["lang"], "ru-RU")
        self.assertEqual(info["texts"]["offline"], "Нет сети")
        self.assertIn('<html lang="ru-RU">', answer.text)

    def test_texts_that_hold_values_hold_the_same_in_russian(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        english = self.read_info(self.open_as(self.worker))["texts"]
        self.worker.lang = "ru_RU"
        russian = self.read_info(self.open_as(self.worker))["texts"]
        holes = re.compile(r"%\(\w+\)s")
        for name, text in english.items():
            self.assertEqual(sorted(holes.findall(text)), sorted(holes.findall(russian[name])), name)

    def test_a_name_cannot_end_the_script_that_holds_it(self):
        self.worker.name = "</script><b>Eve"
        answer = self.open_as(self.worker)
        self.assertNotIn("</script><b>", answer.text)
        self.assertEqual(self.read_info(answer)["user"]["name"], "</script><b>Eve")

    def test_whoever_is_no_worker_is_told_whom_to_ask(self):
        answer = self.open_as(self.clerk)
        self.assertEqual(answer.status_code, 403)
        self.assertIn("This page is for the warehouse", answer.text)
        self.assertNotIn("scan-info", answer.text)
        self.assertNotIn("X-Scan-Page", answer.headers)

    def test_nobody_signed_in_is_led_to_the_sign_in_page_and_back(self):
        answer = self.open_as(None)
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/web/login?redirect=%2Fscan", answer.headers["Location"])

    def test_the_page_loads_its_own_bundle_and_nothing_from_elsewhere(self):
        text = self.open_as(self.worker).text
        addresses = re.findall(r'(?:src|href)="([^"]+)"', text)
        self.assertTrue(addresses)
        self.assertFalse([address for address in addresses if not address.startswith(("/", "data:"))])
        self.assertIn("stock_batches_scan.assets_scan.min.js", text)
        self.assertNotIn("web.assets_web", text)


@tagged("post_install", "-at_install")
class TestServiceWorker(PageCase):
    def read_files(self, answer):
        return json.loads(re.search(r"const FILES = (\[.*?\]);", answer.text)[1])

    def test_it_may_keep_the_whole_page_and_names_its_version(self):
        answer = self.open_as(self.worker, "/scan/service-worker.js")
        self.assertEqual(answer.headers["Service-Worker-Allowed"], "/scan")
        self.assertIn("javascript", answer.headers["Content-Type"])
        version = re.search(r'const VERSION = "(\w+)"', answer.text)[1]
        self.assertEqual(version, self.open_as(self.worker).headers["X-Scan-Page"])

    def test_each_file_that_it_keeps_is_there(self):
        files = self.read_files(self.open_as(self.worker, "/scan/service-worker.js"))
        for address in files:
            self.assertEqual(self.url_open(address).status_code, 200, address)
        shell = self.open_as(self.worker).text
        for address in re.findall(r'"(/web/assets/[^"]+)"', shell):
            self.assertIn(address, files)

    def test_manifest_of_the_telephone(self):
        manifest = self.open_as(None, "/scan/manifest.webmanifest").json()
        self.assertEqual((manifest["start_url"], manifest["scope"]), ("/scan", "/scan"))
        for icon in manifest["icons"]:
            self.assertEqual(self.url_open(icon["src"]).headers["Content-Type"], "image/png")

    def test_the_camera_bundle_holds_all_that_it_imports(self):
        bundle = self.env["ir.qweb"]._get_asset_bundle("stock_batches_scan.assets_scan_camera", css=False)
        page = self.env["ir.qweb"]._get_asset_bundle("stock_batches_scan.assets_scan", css=False)
        texts = [script.content for script in (*page.javascripts, *bundle.javascripts)]
        defined = {name for text in texts for name in re.findall(r"odoo\.define\(['\"]([^'\"]+)", text)}
        needed = {name for text in texts for name in re.findall(r"require\(['\"]([^'\"]+)['\"]\)", text)}
        self.assertIn("@web/core/barcode/barcode_video_scanner", defined)
        self.assertIn("@web/core/templates", needed)
        self.assertFalse(needed - defined)
