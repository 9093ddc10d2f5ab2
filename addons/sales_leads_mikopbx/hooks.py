"""What the addon leaves in order when it goes."""


def leave(env):
    """On uninstall nobody is alarmed any more about an exchange that nothing asks; calls and their history stay."""
    sources = env["crm.intake.source"].with_context(active_test=False)
    sources.search([("key", "=like", "connector:mikopbx-%")])._retire()
    # What only this addon could find a recording by means nothing without it.
    calls = env["crm.phone.call"]
    calls.search([("recording_ref", "=like", "mikopbx:%")]).write({"recording_ref": False})
