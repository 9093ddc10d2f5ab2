"""Agreed lines whose product is a kit learn what it is delivered as; documents follow with the daily action."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    lines = env["sale.order.line"].search([("state", "=", "sale"), ("is_certification_fixed", "=", True)])
    lines.filtered(lambda line: not line.certified_parts)._fix_kit_parts()
