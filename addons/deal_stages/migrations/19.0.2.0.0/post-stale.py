"""Stages that stand already learn after how many days a deal in them counts as stale."""

from odoo import SUPERUSER_ID, api

from odoo.addons.deal_stages.hooks import STALE_DAYS


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for stage in env["crm.stage"].search([("code", "!=", False), ("rotting_threshold_days", "=", 0)]):
        stage.rotting_threshold_days = STALE_DAYS[stage.code]
