from . import test_connection, test_poll, test_ill
