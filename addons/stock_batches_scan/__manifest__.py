{
    "name": "Series: Scanning Page",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/Inventory",
    "summary": "The warehouse works by scan: handhelds, telephones, with and without network",
    "author": "Industrial Sales",
    "license": "LGPL-3",
    "depends": ["stock_batches_mrp"],
    "data": [
        # server
        "security/ir.model.access.csv",
        "security/stock_batches_scan_security.xml",
        "views/stock_scan_event_views.xml",
        "views/stock_scan_session_views.xml",
        "views/stock_batches_scan_menus.xml",
        # page
    ],
    "assets": {
        # The page alone: neither the web client nor its styles.
        "stock_batches_scan.assets_scan": [],
        "web.assets_unit_tests": ["stock_batches_scan/static/tests/**/*.test.js"],
        "web.assets_tests": ["stock_batches_scan/static/tests/tours/**/*"],
    },
}
