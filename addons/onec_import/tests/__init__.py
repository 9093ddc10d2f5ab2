from . import test_customers, test_engine, test_goods, test_orders, test_settlements, test_stock
