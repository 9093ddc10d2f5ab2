{
    "name": "Industrial Sales",
    "summary": "One app with a menu for every role of a company that makes and sells equipment",
    "version": "19.0.1.4.0",
    "category": "Sales",
    "author": "Industrial Sales",
    "license": "LGPL-3",
    "depends": [
        "sales_leads",
        "deal_stages",
        "deal_supply",
        "deal_service",
        "sales_supervision",
        "order_split",
        "stock_batches",
        # Installs itself in a new database only: a company that updates gets it from here.
        "stock_batches_mrp",
        "marketing_export",
    ],
    "data": [
        "security/industrial_sales_groups.xml",
        "views/crm_lead_views.xml",
        "views/crm_appeal_views.xml",
        "views/industrial_sales_menus.xml",
    ],
    "assets": {"web.assets_tests": ["industrial_sales/static/tests/tours/**/*"]},
    "application": True,
    "uninstall_hook": "_take_back_groups",
}
