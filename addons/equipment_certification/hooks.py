"""What installing brings along, and what uninstalling leaves."""

from odoo.tools import LazyTranslate

from odoo.addons.sales_base.tools.uninstall import keep_activities

_lt = LazyTranslate(__name__)

# Types that are certified as shipped: {code: name}. A company that knows them already keeps its own words.
TYPES = {"climatic": _lt("Climatic equipment"), "simulator": _lt("Simulators")}


def _make_shipped_rules(env):
    """Climatic equipment and simulators need an attestation of each piece: a warning at shipment, a block at closing.

    They are the company's from then on, no records of this addon: uninstalling it takes no type away.
    """
    types = env["equipment.type"].with_context(active_test=False)
    known = types.search([("code", "in", list(TYPES))])
    missing = [code for code in TYPES if code not in known.mapped("code")]
    new = types.create([{"code": code, "name": TYPES[code]._translate("en_US")} for code in missing])
    for language, _name in env["res.lang"].get_installed():
        for kind in new:
            kind.with_context(lang=language).name = TYPES[kind.code]._translate(language)
    env["equipment.certification.rule"].create([{"equipment_type_id": kind.id} for kind in known | new])


def _leave(env):
    """Nothing that stays may refer to what goes."""
    keep_activities(env, "equipment_certification")
