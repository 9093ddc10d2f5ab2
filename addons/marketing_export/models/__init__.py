from . import marketing_contact
from . import marketing_segment
from . import marketing_export
from . import marketing_export_omission
from . import marketing_export_schedule
from . import res_config_settings
