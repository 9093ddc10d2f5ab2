from . import mrp_production_report
