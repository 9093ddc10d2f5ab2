from . import (
    crm_lead,
    crm_lead_margin,
    director_page,
    director_page_work,
    res_company,
    sale_form,
    stock_scrap,
)
