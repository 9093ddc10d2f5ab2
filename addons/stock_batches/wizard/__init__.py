from . import stock_series_date_change
from . import stock_series_choice
from . import stock_series_correction
from . import stock_series_split
from . import stock_label_print
