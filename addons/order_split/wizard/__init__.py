from . import mrp_production_report
from . import sale_supply_reassign
from . import sale_supply_inform
from . import sale_supply_redate
from . import sale_supply_switch
