"""The server goes away under the scanning page, the page is loaded again without it, the server comes back."""

import json
import shutil
import time

import lib
import pytest
import shot

PASSWORD = "scan-page-test-1"
PREPARE = """
groups = [env.ref("base.group_user").id, env.ref("stock_batches.group_worker").id]
env["res.lang"]._activate_lang("en_US")
env["res.users"].create(
    {"name": "Page", "login": "scan_page", "password": args[0], "lang": "en_US", "group_ids": [(6, 0, groups)]})
category = env["product.category"].create(
    {"name": "Paged", "removal_strategy_id": env.ref("stock_batches.removal_series").id})
product = env["product.product"].create(
    {"name": "Paged goods", "is_storable": True, "tracking": "lot", "categ_id": category.id})
warehouse = env["stock.warehouse"].search([], limit=1)
lot = env["stock.lot"].create({"name": "PAGE-1", "product_id": product.id, "production_date": "2025-01-01"})
env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, 60, lot_id=lot)
places = {"location_id": warehouse.lot_stock_id.id,
          "location_dest_id": env.ref("stock.stock_location_customers").id}
picking = env["stock.picking"].create({
    "name": "PAGE/OUT", "picking_type_id": warehouse.out_type_id.id, **places,
    "move_ids": [(0, 0, {"product_id": product.id, "product_uom_qty": 60, **places})]})
picking.action_confirm()
picking.action_assign()
env.cr.commit()
"""
# The keys of a scanner, as the addon's own walks press them.
STEPS = lib.ADDONS / "stock_batches_scan/static/tests/tours/steps.js"
READY = "document.body?.dataset.ready && document.querySelector('.s_page')"
KEPT = "navigator.serviceWorker.controller && (await caches.match('/scan'))"
COUNTED = """
SELECT line.scan_quantity::int, (SELECT count(*) FROM stock_scan_event WHERE code = 'PAGE-1' AND action = 'scan')
  FROM stock_move_line line JOIN stock_lot lot ON lot.id = line.lot_id WHERE lot.name = 'PAGE-1'
"""
WAITING = 50

needs_browser = pytest.mark.skipif(not any(map(shutil.which, shot.BROWSERS)), reason="no Chromium on this machine")


class Handheld:
    """The page as a person uses it: keys and what stands on the screen."""

    def __init__(self, browser):
        self.browser = browser

    def scan(self, code):
        self.browser.evaluate(f"(async () => {{ {STEPS.read_text()}; await scan({json.dumps(code)}); }})()")

    def sees(self, text, seconds=20):
        shown = self.browser.wait_for(f"document.body.innerText.includes({json.dumps(text)})", seconds)
        assert shown, self.browser.evaluate("document.body.innerText")

    def holds(self, condition, seconds=20):
        until = time.time() + seconds
        while not self.browser.evaluate(f"(async () => Boolean({condition}))()"):
            assert time.time() < until, self.browser.evaluate("document.body.innerText")
            time.sleep(0.2)

    def reload(self):
        self.browser.call("Page.reload")
        self.holds(READY)


@needs_browser
def test_the_server_stops_and_fifty_scans_wait_over_a_reload(database, serve, sql, tmp_path):
    script = tmp_path / "prepare.py"
    script.write_text(PREPARE)
    lib.odoo_shell(database, script, PASSWORD)
    server = serve(database)
    with shot.Browser(360, 740) as browser:
        browser.login(server.url, database, "scan_page", PASSWORD)
        handheld = Handheld(browser)
        assert browser.open(f"{server.url}/scan", ".s_tile")
        handheld.scan("PAGE/OUT")
        handheld.sees("PAGE-1")
        handheld.holds(KEPT)
        server.stop()
        for _number in range(WAITING):
            handheld.scan("PAGE-1")
        handheld.sees(f"Waiting: {WAITING}")
        # The battery is taken out, the page comes up without a server.
        handheld.reload()
        handheld.sees("No network")
        handheld.sees(f"Waiting: {WAITING}")
        handheld.sees(f"{WAITING} of 60")
        server.start()
        browser.evaluate("document.querySelector('.s_send_now').click()")
        handheld.holds("!document.querySelector('.s_bar')", 60)
        handheld.sees(f"{WAITING} of 60")
    assert sql(database, COUNTED) == [["50", str(WAITING)]]
