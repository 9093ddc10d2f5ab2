"""The example company and the story of its day; run inside `odoo shell`, never part of an addon."""
