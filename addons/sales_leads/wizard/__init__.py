from . import crm_appeal_sort, crm_lead_assign, crm_lead_qualify, crm_mail_rule_make, crm_mail_test, crm_spam_mark
from . import crm_appeal_merge
from . import sales_handover_wizard
