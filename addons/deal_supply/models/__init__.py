from . import crm_lead
from . import crm_lead_documents
from . import sale_order
