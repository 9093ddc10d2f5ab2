"""The suite can be taken out of a database that was worked in: business documents stay."""

import lib

UNINSTALL = """
names = [line for line in args]
modules = env["ir.module.module"].search([("name", "in", names), ("state", "=", "installed")])
modules.button_immediate_uninstall()
"""

COUNTS = (
    "SELECT count(*) FROM sale_order WHERE state = 'sale'",
    "SELECT count(*) FROM res_partner",
    "SELECT count(*) FROM stock_picking WHERE state = 'done'",
    "SELECT count(*) FROM mrp_production",
    "SELECT count(*) FROM purchase_order",
    "SELECT count(*) FROM crm_lead WHERE type = 'opportunity'",
    # Printed papers of orders and deliveries, wherever they are kept.
    """SELECT count(*) FROM ir_attachment WHERE mimetype = 'application/pdf'
          AND res_model IN ('sale.form', 'sale.order', 'stock.picking')""",
)


def test_uninstalling_the_suite_keeps_the_business(played_copy, sql, tmp_path):
    before = [sql(played_copy, count) for count in COUNTS]
    script = tmp_path / "uninstall.py"
    script.write_text(UNINSTALL)
    lib.odoo_shell(played_copy, script, *lib.suite_addons())
    names = ", ".join(f"'{name}'" for name in lib.suite_addons())
    installed = f"SELECT name FROM ir_module_module WHERE state != 'uninstalled' AND name IN ({names})"
    assert sql(played_copy, installed) == []
    assert sql(played_copy, f"SELECT module, name FROM ir_model_data WHERE module IN ({names})") == []
    assert [sql(played_copy, count) for count in COUNTS] == before
    # Deals stand in core's stages, of which one is won.
    core = "SELECT res_id FROM ir_model_data WHERE module = 'crm' AND model = 'crm.stage'"
    assert sql(played_copy, f"SELECT id FROM crm_lead WHERE type = 'opportunity' AND stage_id NOT IN ({core})") == []
    assert sql(played_copy, "SELECT count(*) FROM crm_stage WHERE is_won") == [["1"]]
