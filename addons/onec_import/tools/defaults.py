"""Defaults of many records that are made at once."""


def ask_once(model, fields, ask):
    """The defaults of a model: within one call of create asked for once for equal lists of fields.

    :param ask: function(fields) that gives them, core's `default_get`
    """
    known = model.env.context.get("onec_import_defaults")
    if known is None:
        return ask(fields)
    key = model._name, tuple(fields)
    if key not in known:
        known[key] = ask(fields)
    return dict(known[key])
