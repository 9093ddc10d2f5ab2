from . import (
    crm_lead,
    crm_lead_margin,
    director_page,
    director_page_work,
    employee_leaving,
    employee_leaving_item,
    res_company,
    res_users,
    sale_form,
    sales_handover,
    stock_scrap,
)
