"""The pictures of planner, foreman and warehouse: part of pages.py, which says how to read it."""

PHONE = {"width": 375, "height": 667}

PAGES = {
    "planner_board": {"login": "planner", "path": "/odoo/supply", "wait": ".o_data_row, .o_kanban_record"},
    "planner_new_date": {
        "login": "planner",
        "path": "/odoo/supply",
        "wait": ".o_data_row",
        "click": ("thead .o_list_record_selector input", "button[name=action_redate]"),
        "then": ".modal",
    },
    "foreman_page": {"login": "foreman", "path": "/odoo/foreman", "wait": ".o_kanban_record", **PHONE},
    "foreman_report": {
        "login": "foreman",
        "path": "/odoo/foreman",
        "wait": ".o_kanban_record",
        "click": (".o_kanban_record button",),
        "then": ".modal",
        **PHONE,
    },
    "worker-series": {"login": "worker", "path": "/odoo/series-on-stock", "wait": ".o_kanban_record", **PHONE},
    "worker-delivery": {
        "login": "worker",
        "path": "/odoo/action-stock.action_picking_tree_all",
        "record": "SELECT id FROM stock_picking WHERE state NOT IN ('done', 'cancel') AND sale_id IS NOT NULL"
        " ORDER BY id DESC LIMIT 1",
        "wait": ".o_form_view div[name=supply_summary]",
    },
    "worker-receipt": {
        "login": "worker",
        "path": "/odoo/stock.picking",
        "record": """
            SELECT max(picking.id) FROM stock_picking picking
              JOIN stock_picking_type kind ON kind.id = picking.picking_type_id AND kind.code = 'incoming'
              JOIN stock_move_line line ON line.picking_id = picking.id AND line.lot_id IS NOT NULL""",
        "wait": ".o_form_view .o_data_row",
        "click": (".o_form_view button[name=action_show_details]",),
        "then": ".modal .o_data_row",
    },
    "supervisor-correction": {
        "login": "supervisor",
        "path": "/odoo/stock.picking",
        "record": """
            SELECT max(picking.id) FROM stock_picking picking
              JOIN stock_picking_type kind ON kind.id = picking.picking_type_id AND kind.code = 'outgoing'
              JOIN stock_move_line line ON line.picking_id = picking.id AND line.lot_id IS NOT NULL
             WHERE picking.state = 'done'""",
        "wait": ".o_form_view button[name=action_correct_series]",
        "click": (".o_form_view button[name=action_correct_series]",),
        "then": ".modal .o_field_widget[name=lot_id]",
    },
    "supervisor-expiry": {"login": "supervisor", "path": "/odoo/series-expiry", "wait": ".o_data_row"},
    "supervisor-expiry-by-month": {"login": "supervisor", "path": "/odoo/expiry-by-month", "wait": "canvas"},
    "supervisor-series": {
        "login": "supervisor",
        "path": "/odoo/series-expiry",
        "record": "SELECT id FROM stock_lot WHERE is_unlabelled IS NOT TRUE ORDER BY series_date LIMIT 1",
        "wait": ".o_form_view",
    },
    "supervisor-what-expires": {
        "login": "supervisor",
        "path": "/odoo/what-expires",
        "wait": ".o_group_header",
        "click": (".o_group_header",),
        "then": ".o_data_row",
    },
    "supervisor-exceptions": {"login": "supervisor", "path": "/odoo/series-releases", "wait": ".o_data_row"},
    "supervisor-write-offs": {"login": "supervisor", "path": "/odoo/write-offs", "wait": "canvas"},
    "supervisor-badges": {"login": "supervisor", "path": "/odoo/badges", "wait": ".o_data_row"},
    "worker-label-jobs": {"login": "worker", "path": "/odoo/label-jobs", "wait": ".o_data_row"},
    "worker-without-series": {
        "login": "worker",
        "path": "/odoo/series-on-stock",
        "record": "SELECT id FROM stock_lot WHERE is_unlabelled LIMIT 1",
        "wait": "button[name=action_split_series]",
        "click": ("button[name=action_split_series]",),
        "then": ".modal .o_field_widget[name=name]",
        **PHONE,
    },
}
