{
    "name": "Industrial Sales: Absences from Time Off",
    "summary": "Approved time off counts as an absence: its deputy, else the head, gets the work",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "Industrial Sales",
    "license": "LGPL-3",
    "depends": ["sales_base", "hr_holidays"],
    "auto_install": True,
    "data": ["views/hr_leave_views.xml"],
}
