from . import stock_series_choice
