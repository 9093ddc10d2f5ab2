from . import page, scan
