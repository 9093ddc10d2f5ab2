"""A request pops up in its manager's browser, through the real bus, and its button opens it."""

import shutil

import lib
import pytest
import shot
from example import data

MAKE = """
manager = env["res.users"].search([("login", "=", args[0])])
line = env["res.partner.responsible"].search([("user_id", "=", manager.id)], limit=1)
env["crm.customer.request"].create(
    [{"partner_id": line.partner_id.id, "team_id": line.team_id.id, "subject": args[1], "text": "?", "channel": "mail"}]
)
env.cr.commit()
"""
POP_UP = "document.querySelector('.o_sales_leads_pop_up')"

needs_browser = pytest.mark.skipif(not any(map(shutil.which, shot.BROWSERS)), reason="no Chromium on this machine")


@needs_browser
def test_request_pops_up_at_its_manager_and_opens(played_copy, serve, tmp_path):
    server = serve(played_copy)
    script = tmp_path / "make.py"
    script.write_text(MAKE)
    with shot.Browser() as browser, shot.Browser() as other:
        for one, login in ((browser, "manager2"), (other, "manager")):
            one.login(server.url, played_copy, login, data.PASSWORD)
            one.open(f"{server.url}/odoo/absences", ".o_list_view")
        lib.odoo_shell(played_copy, script, "manager2", "Насос всплывает")
        assert browser.wait_for(POP_UP, 30), "no pop-up at the manager"
        assert "Насос всплывает" in browser.evaluate(f"{POP_UP}.innerText")
        browser.click(".o_sales_leads_pop_up .o_notification_buttons button")
        opened = "document.querySelector('.o_form_view .o_field_widget[name=subject] input')?.value"
        assert browser.wait_for(f"({opened}) === 'Насос всплывает'", 30)
        assert browser.wait_for(f"!{POP_UP}", 10)
        assert not other.evaluate(f"Boolean({POP_UP})"), "another manager was told"
