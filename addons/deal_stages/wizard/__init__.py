from . import crm_deal_complete
from . import sale_payment_register
