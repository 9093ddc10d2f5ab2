"""Benches: ours against stock Odoo, in one run. `tools/bench.py` runs them."""
