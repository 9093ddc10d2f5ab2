from . import stock_series_date_change
