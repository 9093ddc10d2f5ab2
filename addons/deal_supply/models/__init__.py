from . import crm_lead
from . import crm_lead_documents
from . import sale_order
from . import stock_lot
from . import sale_order_payment
from . import res_company
from . import res_config_settings
