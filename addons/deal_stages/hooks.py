"""What installing does to core's stages, and uninstalling gives back."""

import json

from odoo.tools import SQL

from odoo.addons.sales_base.tools.uninstall import keep_activities

REMEMBERED = ("name", "sequence", "is_won", "fold", "color", "rotting_threshold_days")
MEMORY = "deal_stages.stages_before"
CORE_STAGES = {
    "selection": "crm.stage_lead1",
    "production": "crm.stage_lead2",
    "sale": "crm.stage_lead3",
    "closed": "crm.stage_lead4",
}
SEQUENCES = {"selection": 1, "production": 2, "sale": 3, "installation": 4, "service": 5, "closed": 70}
COLOURS = {"selection": 11, "production": 5, "sale": 8, "installation": 4, "service": 7, "closed": 10}
NEXT_STAGES = {
    "selection": ("production", "sale"),
    "production": ("selection", "sale"),
    "sale": ("production", "installation", "service", "closed"),
    "installation": ("sale", "service", "closed"),
    "service": ("installation", "closed"),
    # A deal closed by mistake is opened again.
    "closed": ("service",),
}
REQUIRED_FIELDS = {
    "production": ("agreed_on",),
    "sale": ("agreed_on",),
    "installation": ("agreed_on",),
    "service": ("agreed_on",),
}
# So many days in one stage, and a deal counts as stale.
STALE_DAYS = {"selection": 14, "production": 60, "sale": 14, "installation": 30, "service": 30, "closed": 0}
OTHERS_BEGIN_AT = 100
# The stage of core that takes the deals of a stage that goes away.
HEIRS = {"installation": "sale", "service": "sale"}


def _stage_names(env):
    return {
        "selection": env._("Equipment selection"),
        "production": env._("Production"),
        "sale": env._("Sale from stock"),
        "installation": env._("Installation"),
        "service": env._("Service"),
        "closed": env._("Closed"),
    }


def _remap_stages(env):
    """Give core's stages our meaning, add those it lacks, and remember how they were."""
    before = env["crm.stage"].search([])
    _remember(env, before)
    stages = _make_stages(env)
    fields = {field.name: field for field in env["ir.model.fields"].search([("model", "=", "crm.lead")])}
    for code, stage in stages.items():
        stage.next_stage_ids = env["crm.stage"].union(*(stages[following] for following in NEXT_STAGES[code]))
        stage.required_field_ids = [fields[name].id for name in REQUIRED_FIELDS.get(code, ())]
    _set_names(env, stages)
    _put_others_last(env, before - env["crm.stage"].union(*stages.values()), stages["closed"])


def _remember(env, stages):
    rows = env.execute_query(
        SQL(
            "SELECT id, name, sequence, is_won, fold, color, rotting_threshold_days FROM crm_stage WHERE id IN %s",
            tuple(stages.ids) or (0,),
        )
    )
    known = {row[0]: dict(zip(REMEMBERED, row[1:], strict=True)) for row in rows}
    env["ir.config_parameter"].set_param(MEMORY, json.dumps(known))


def _make_stages(env):
    stages = {}
    for code, name in _stage_names(env(context={"lang": "en_US"})).items():
        values = {
            "code": code,
            "sequence": SEQUENCES[code],
            "is_won": code == "closed",
            "color": COLOURS[code],
            "fold": False,
            "rotting_threshold_days": STALE_DAYS[code],
        }
        stage = code in CORE_STAGES and env.ref(CORE_STAGES[code], raise_if_not_found=False)
        if stage:
            # Writing is_won alone recomputes the chances of every deal.
            stage.write({key: value for key, value in values.items() if stage[key] != value})
        else:
            stage = env["crm.stage"].create({**values, "name": name})
        stages[code] = stage
    return stages


def _set_names(env, stages):
    """In every language there is; core's own translations would come back otherwise."""
    for lang in _languages(env):
        names = _stage_names(env(context={"lang": lang}))
        for code, stage in stages.items():
            stage.with_context(lang=lang).name = names[code]


def _languages(env):
    # English, the source of all translations, comes last: where it is not active, other languages overwrite it.
    installed = [lang for lang, _label in env["res.lang"].get_installed() if lang != "en_US"]
    return [*installed, "en_US"]


def _put_others_last(env, others, closed):
    """Stages of the company stay, behind ours; only one stage is the won one."""
    won = others.filtered("is_won")
    _hand_over(env, won, closed)
    won.is_won = False
    for place, stage in enumerate(others.sorted()):
        stage.write({"sequence": OTHERS_BEGIN_AT + place, "fold": True})


def _hand_over(env, stages, heir):
    """Move the deals of stages to another one, archived and lost ones too.

    Written directly: the ORM would unarchive deals and compute chances anew, and a change of names is no move.
    """
    env.flush_all()
    env.cr.execute(
        SQL(
            "UPDATE crm_lead SET stage_id = %s, stage_code = %s WHERE stage_id IN %s",
            heir.id,
            heir.code or None,
            tuple(stages.ids) or (0,),
        )
    )
    env.invalidate_all()


def _leave(env):
    """Nothing that stays may refer to what goes, and what business documents say stays with them."""
    _give_stages_back(env)
    ours = env["ir.model.data"].search([("module", "=", "deal_stages")]).grouped("model")
    none = env["ir.model.data"]
    keep_activities(env, "deal_stages")
    # A reason for which a deal was refused is kept: only its name of ours goes.
    reasons = ours.get("crm.lost.reason", none)
    leads = env["crm.lead"].with_context(active_test=False)
    used = leads.search([("lost_reason_id", "in", reasons.mapped("res_id"))]).lost_reason_id.ids
    reasons.filtered(lambda row: row.res_id in used).unlink()


def _give_stages_back(env):
    """Bring core's stages back as they were; deals of the stages that we added go to core's."""
    Stage = env["crm.stage"]
    memory = {int(key): row for key, row in json.loads(env["ir.config_parameter"].get_param(MEMORY) or "{}").items()}
    known = Stage.browse(memory).exists()
    by_code = {stage.code: stage for stage in known if stage.code}
    for stage in Stage.search([("code", "!=", False)]) - known:
        heir = by_code.get(HEIRS.get(stage.code, stage.code)) or known.filtered(lambda other: not other.is_won)[:1]
        if heir:
            _hand_over(env, stage, heir)
            stage.unlink()
    for stage in known:
        _restore(env, stage, memory[stage.id])
    env["ir.config_parameter"].search([("key", "=", MEMORY)]).unlink()


def _restore(env, stage, row):
    # A language that was added since shows the name in English, as core does.
    names = row.pop("name")
    for lang in _languages(env):
        stage.with_context(lang=lang).name = names.get(lang) or names["en_US"]
    stage.write({key: value or False for key, value in row.items() if (stage[key] or False) != (value or False)})
