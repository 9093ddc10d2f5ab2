from . import crm_deal_close_early
