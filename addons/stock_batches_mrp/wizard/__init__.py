from . import stock_series_choice
from . import stock_series_correction
