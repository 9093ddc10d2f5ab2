{
    "name": "Industrial Sales: MikoPBX Telephony",
    "summary": "Calls of MikoPBX or Asterisk without a gap, the caller's card at once, dialling by a click",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "Industrial Sales",
    "license": "LGPL-3",
    "depends": ["sales_leads"],
    "external_dependencies": {"python": ["requests"]},
    "data": [
        "security/ir.model.access.csv",
        "security/sales_leads_mikopbx_security.xml",
        "data/ir_cron_data.xml",
        "views/mikopbx_connection_views.xml",
        "views/mikopbx_card_views.xml",
        "views/sales_leads_mikopbx_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["sales_leads_mikopbx/static/src/**/*"],
        "web.assets_tests": ["sales_leads_mikopbx/static/tests/tours/**/*"],
        "web.assets_unit_tests": ["sales_leads_mikopbx/static/tests/**/*.test.js"],
    },
    "uninstall_hook": "leave",
}
