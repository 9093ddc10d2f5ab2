# First: the orders that are there already get their value from the company's column.
from . import res_company
from . import res_partner
from . import crm_lead
from . import crm_lead_availability
from . import crm_lead_documents
from . import sale_order
from . import sale_order_line
from . import stock_lot
from . import sale_order_payment
from . import res_config_settings
