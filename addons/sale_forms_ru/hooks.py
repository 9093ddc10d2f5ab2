"""What installing brings along, and what uninstalling leaves."""

from odoo.addons.sales_base.tools.uninstall import keep_activities

# Codes by ОК 015-94 (ОКЕИ): {unit of core: (code, name on paper)}.
OKEI = {
    "uom.product_uom_unit": ("796", "шт"),
    "uom.product_uom_dozen": ("641", "дюжина"),
    "uom.product_uom_hour": ("356", "ч"),
    "uom.product_uom_day": ("359", "сут"),
    "uom.product_uom_minute": ("355", "мин"),
    "uom.product_uom_millimeter": ("003", "мм"),
    "uom.product_uom_cm": ("004", "см"),
    "uom.product_uom_meter": ("006", "м"),
    "uom.product_uom_km": ("008", "км"),
    "uom.product_uom_square_meter": ("055", "м2"),
    "uom.product_uom_milliliter": ("111", "мл"),
    "uom.product_uom_litre": ("112", "л"),
    "uom.product_uom_cubic_meter": ("113", "м3"),
    "uom.product_uom_gram": ("163", "г"),
    "uom.product_uom_kgm": ("166", "кг"),
    "uom.product_uom_ton": ("168", "т"),
    "uom.product_uom_kwh": ("245", "кВт.ч"),
}


def _set_up(env):
    """Units of core get the codes that papers ask for; what somebody entered stays. Russian companies round taxes by line."""
    # There are few companies, and one without a country sells at home.
    companies = env["res.company"].search([])
    companies.filtered(
        lambda one: one.country_id.code in ("RU", False)
    ).tax_calculation_rounding_method = "round_per_line"
    for xmlid, (code, name) in OKEI.items():
        unit = env.ref(xmlid, raise_if_not_found=False)
        if unit and not unit.okei_code:
            unit.write({"okei_code": code, "okei_name": name})


# What was printed, and what came back signed, belongs to the order or the delivery from now on.
PAPERS = """
    UPDATE ir_attachment file
       SET res_model = CASE WHEN form.order_id IS NULL THEN 'stock.picking' ELSE 'sale.order' END,
           res_id = COALESCE(form.order_id, form.picking_id), res_field = NULL
      FROM sale_form form
     WHERE (file.id = form.attachment_id
            OR file.res_model = 'sale.form' AND file.res_id = form.id AND file.res_field = 'signed_file')
       AND COALESCE(form.order_id, form.picking_id) IS NOT NULL
"""
# Layouts are deleted before the tables that refer to them.
LAYOUTS = """
    ALTER TABLE sale_form_version
          DROP CONSTRAINT sale_form_version_view_id_fkey, DROP CONSTRAINT sale_form_version_xml_view_id_fkey
"""


def _leave(env):
    """Nothing that stays may refer to what goes; closing papers of deals stay, their kinds and files, too."""
    env.flush_all()
    env.cr.execute(PAPERS)
    env.cr.execute(LAYOUTS)
    env.invalidate_all()
    keep_activities(env, "sale_forms_ru")
    env["ir.model.data"].search([("module", "=", "sale_forms_ru"), ("model", "=", "crm.deal.paper.kind")]).unlink()
