from . import crm_deal_complete
from . import crm_deal_complete_apply
from . import crm_deal_selection
from . import crm_lead_lost
from . import sale_order_change
from . import sale_payment_register
