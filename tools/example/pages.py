"""Which pictures the guides need: file name → who looks at what, at the end of the example day.

`record` is SQL for the id that follows the path; `click` are CSS selectors pressed one after the other; `wait` must be
on the screen for the picture to count.
"""

LEAD = "SELECT lead.id FROM crm_lead lead JOIN crm_team team ON team.id = lead.team_id WHERE lead.type = 'lead'"
OPEN_LEAD = f"{LEAD} AND lead.user_id IS NULL AND team.name->>'en_US' = 'Терм' LIMIT 1"
DEAL = "SELECT opportunity_id FROM sale_order WHERE opportunity_id IS NOT NULL ORDER BY id DESC LIMIT 1"
FIRST_DEAL = "SELECT opportunity_id FROM sale_order WHERE opportunity_id IS NOT NULL ORDER BY id LIMIT 1"
LAST_ORDER = "SELECT max(id) FROM sale_order"
PHONE = {"width": 375, "height": 667}

PAGES = {
    "dispatcher_board": {"login": "dispatcher", "path": "/odoo/appeals", "wait": ".o_kanban_record"},
    "dispatcher_sort": {
        "login": "dispatcher",
        "path": "/odoo/appeals",
        "wait": ".o_kanban_record",
        "click": (".o_kanban_record button[name=action_sort]",),
        "then": ".modal .o_radio_input",
    },
    "dispatcher_events": {"login": "dispatcher", "path": "/odoo/inbound-events", "wait": ".o_data_row"},
    "head_leads": {"login": "head", "path": "/odoo/department-leads", "wait": ".o_data_row, .o_kanban_record"},
    "head_assign": {
        "login": "head",
        "path": "/odoo/department-leads",
        "record": OPEN_LEAD,
        "wait": "button[name=action_assign]",
        "click": ("button[name=action_assign]",),
        "then": ".modal",
    },
    "deals_board": {
        "login": "head",
        "path": "/odoo/deals",
        "wait": ".o_kanban_view",
        "click": (".o_facet_remove",),
        "then": ".o_kanban_record",
    },
    "manager_deal": {"login": "manager2", "path": "/odoo/deals", "record": DEAL, "wait": ".o_form_view"},
    "deal_complete": {
        "login": "manager",
        "path": "/odoo/crm.lead",
        "record": f"{LEAD} AND lead.user_id IN (SELECT id FROM res_users WHERE login = 'manager') LIMIT 1",
        "wait": "button[name=action_make_deal]",
        "click": ("button[name=action_make_deal]",),
        "then": ".modal",
    },
    "deal_money": {
        "login": "manager",
        "path": "/odoo/deals",
        "record": FIRST_DEAL,
        "wait": "a[name=money]",
        "click": ("a[name=money]",),
        "then": "[name=payment_request_ids] .o_data_row",
    },
    "accountant_requests": {"login": "accountant", "path": "/odoo/payment-requests", "wait": ".o_data_row"},
    "accountant_payment": {
        "login": "accountant",
        "path": "/odoo/payment-requests",
        "record": "SELECT max(id) FROM sale_payment_request WHERE state = 'part'",
        "wait": "button[name=action_register_payment]",
        "click": ("button[name=action_register_payment]",),
        "then": ".modal .o_field_widget[name=amount]",
    },
    "deal_requirements": {
        "login": "manager",
        "path": "/odoo/deals",
        "record": FIRST_DEAL,
        "wait": "a[name=requirements]",
        "click": ("a[name=requirements]",),
    },
    "deal_goods": {
        "login": "manager2",
        "path": "/odoo/deals",
        "record": DEAL,
        "wait": "a[name=goods]",
        "click": ("a[name=goods]",),
    },
    "deal_documents": {
        "login": "manager",
        "path": "/odoo/deals",
        "record": FIRST_DEAL,
        "wait": "a[name=documents]",
        "click": ("a[name=documents]",),
    },
    "planner_board": {"login": "planner", "path": "/odoo/supply", "wait": ".o_data_row, .o_kanban_record"},
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
    "supervisor-expiry": {"login": "supervisor", "path": "/odoo/series-expiry", "wait": ".o_data_row"},
    "supervisor-expiry-by-month": {"login": "supervisor", "path": "/odoo/expiry-by-month", "wait": "canvas"},
    "supervisor-series": {
        "login": "supervisor",
        "path": "/odoo/series-expiry",
        "record": "SELECT id FROM stock_lot ORDER BY series_date LIMIT 1",
        "wait": ".o_form_view",
    },
    "marketer_base": {"login": "marketer", "path": "/odoo/mailing-base", "wait": ".o_data_row"},
    "marketer_segment": {
        "login": "marketer",
        "path": "/odoo/marketing-segments",
        "record": "SELECT max(id) FROM marketing_segment",
        "wait": ".o_form_view",
    },
    "marketer_export": {
        "login": "marketer",
        "path": "/odoo/marketing-exports",
        "record": "SELECT max(id) FROM marketing_export",
        "wait": ".o_form_view",
    },
    "marketer_schedules": {"login": "marketer", "path": "/odoo/marketing-schedules", "wait": ".o_data_row"},
    "director_won": {"login": "director", "path": "/odoo/won-deals", "wait": "canvas, .o_pivot"},
    "administrator_user": {
        "login": "admin",
        "path": "/odoo/action-base.action_res_users",
        "record": "SELECT id FROM res_users WHERE login = 'manager'",
        "wait": "a[name=industrial_sales]",
        "click": ("a[name=industrial_sales]",),
    },
    "head_letters": {"login": "head", "path": "/odoo/letters", "wait": ".o_data_row"},
    "head_unanswered": {"login": "head", "path": "/odoo/unanswered", "wait": ".o_data_row"},
    "administrator_letters": {
        "login": "admin",
        "path": "/odoo/settings",
        "height": 2300,
        "wait": ".settings_tab [data-key=crm]",
        "click": (".settings_tab [data-key=crm]",),
        "then": "[name=introduce_manager] input",
    },
    "administrator_letter_texts": {"login": "admin", "path": "/odoo/letter-texts", "wait": ".o_data_row"},
    "manager_letter": {
        "login": "manager",
        "path": "/odoo/crm.lead",
        "record": "SELECT lead_id FROM crm_letter WHERE kind = 'introduction' AND state = 'sent' ORDER BY id DESC LIMIT 1",
        "wait": ".o-mail-Message",
    },
    "head_requests": {"login": "head", "path": "/odoo/requests-by-manager", "wait": ".o_pivot table"},
    "head_survey_results": {"login": "head", "path": "/odoo/survey-results", "wait": ".o_graph_renderer canvas"},
    "head_steps": {"login": "head", "path": "/odoo/sales-by-step", "wait": ".o_pivot table"},
    "head_plan": {"login": "head", "path": "/odoo/plan-fact", "wait": ".o_pivot table"},
    "head_tasks": {"login": "head", "path": "/odoo/sales-tasks", "wait": ".o_graph_renderer canvas"},
    "head_survey": {
        "login": "head",
        "path": "/odoo/phone-survey",
        "record": "SELECT id FROM sales_survey WHERE state = 'done' LIMIT 1",
        "wait": ".o_form_view .o_data_row",
    },
    "head_hard_case": {
        "login": "head",
        "path": "/odoo/hard-cases",
        "record": "SELECT id FROM sales_escalation LIMIT 1",
        "wait": ".o_form_view",
    },
    "administrator_absences": {"login": "head", "path": "/odoo/absences", "wait": ".o_data_row"},
    "administrator_customer": {
        "login": "admin",
        "path": "/odoo/res.partner",
        "record": "SELECT id FROM res_partner WHERE name = 'АО «Тулаводоканал»'",
        "wait": "a[name=industrial_sales]",
        "click": ("a[name=industrial_sales]",),
    },
    "administrator_catalogue": {"login": "admin", "path": "/odoo/equipment-types", "wait": ".o_data_row"},
}
