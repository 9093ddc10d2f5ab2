import base64

from odoo import SUPERUSER_ID, api
from odoo.tools import file_open

OWN = "It is NOT the scheme of the tax service"


def migrate(cr, version):
    """Our own checks know origin and traceability now; a scheme that the administrator put in stays."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    with file_open("sale_forms_ru/data/transfer_503_checks.xsd", "rb") as file:
        checks = base64.b64encode(file.read())
    for transfer in env["sale.form.version"].with_context(bin_size=False, active_test=False).search([]):
        if transfer.xsd and OWN in base64.b64decode(transfer.xsd).decode(errors="replace"):
            transfer.xsd = checks
