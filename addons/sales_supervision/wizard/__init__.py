from . import crm_deal_complete
