{
    "name": "Series: Oldest First in Production",
    "version": "19.0.1.2.0",
    "category": "Supply Chain/Manufacturing",
    "summary": "Production takes the oldest usable series of its components; another one is allowed with a reason",
    "author": "Industrial Sales",
    "license": "LGPL-3",
    "depends": ["stock_batches", "mrp"],
    "data": [
        "security/ir.model.access.csv",
        "wizard/stock_series_correction_views.xml",
        "views/mrp_production_views.xml",
        "views/stock_series_release_views.xml",
    ],
    "assets": {"web.assets_tests": ["stock_batches_mrp/static/tests/tours/**/*"]},
    "auto_install": True,
}
