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
        # page
        "views/scan_page_templates.xml",
    ],
    "assets": {
        # The page alone: neither the web client nor its styles.
        "stock_batches_scan.assets_scan": [
            "web/static/src/module_loader.js",
            "web/static/lib/owl/owl.js",
            "web/static/lib/owl/odoo_module.js",
            "web/static/src/core/template_inheritance.js",
            "web/static/src/core/templates.js",
            "stock_batches_scan/static/src/page/**/*",
            "stock_batches_scan/static/src/start/**/*",
        ],
        # Loaded when the camera is first opened: the web client's own component with all that it imports.
        "stock_batches_scan.assets_scan_camera": [
            "web/static/src/session.js",
            "web/static/src/core/registry.js",
            "web/static/src/core/assets.js",
            "web/static/src/core/user.js",
            "web/static/src/core/browser/browser.js",
            "web/static/src/core/browser/cookie.js",
            "web/static/src/core/browser/feature_detection.js",
            "web/static/src/core/l10n/localization.js",
            "web/static/src/core/l10n/translation.js",
            "web/static/src/core/l10n/utils.js",
            "web/static/src/core/l10n/utils/*.js",
            "web/static/src/core/network/rpc.js",
            "web/static/src/core/utils/arrays.js",
            "web/static/src/core/utils/cache.js",
            "web/static/src/core/utils/concurrency.js",
            "web/static/src/core/utils/html.js",
            "web/static/src/core/utils/numbers.js",
            "web/static/src/core/utils/objects.js",
            "web/static/src/core/utils/strings.js",
            "web/static/src/core/barcode/ZXingBarcodeDetector.js",
            "web/static/src/core/barcode/barcode_video_scanner.*",
            "web/static/src/core/barcode/crop_overlay.*",
            "stock_batches_scan/static/src/camera/**/*",
        ],
        "web.assets_unit_tests_setup": [
            "stock_batches_scan/static/src/page/**/*.js",
            "stock_batches_scan/static/src/page/**/*.xml",
        ],
        "web.assets_unit_tests": ["stock_batches_scan/static/tests/**/*.test.js"],
    },
    "application": False,
}
