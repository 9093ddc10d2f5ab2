{
    "name": "Industrial Sales: Supply of Deals",
    "version": "19.0.2.2.0",
    "category": "Sales/CRM",
    "summary": "How far and when, on the deal; the deal moves with its goods",
    "author": "Industrial Sales",
    "license": "LGPL-3",
    "depends": ["deal_stages", "order_split", "stock_batches"],
    "auto_install": ["deal_stages", "order_split"],
    "data": [
        "security/deal_supply_security.xml",
        "views/crm_lead_views.xml",
        "views/sale_order_views.xml",
        "views/res_partner_views.xml",
        "views/res_config_settings_views.xml",
    ],
    "assets": {"web.assets_tests": ["deal_supply/static/tests/tours/**/*"]},
}
