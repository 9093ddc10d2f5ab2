from . import crm_appeal_sort, crm_lead_assign, crm_lead_qualify, sales_handover_wizard
