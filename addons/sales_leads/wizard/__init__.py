from . import crm_appeal_merge, crm_appeal_sort, crm_lead_assign, crm_lead_qualify
