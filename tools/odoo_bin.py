"""Odoo's own command line, whatever way Odoo came here."""

from odoo.cli import main

if __name__ == "__main__":
    main()
