"""A company that worked before letters wrote themselves goes on writing none until its administrator says so."""

SWITCHES = (
    "acknowledge_mail",
    "acknowledge_form",
    "acknowledge_chat",
    "acknowledge_requests",
    "introduce_manager",
    "remind_unanswered",
    "remind_by_mail",
)


def migrate(cr, version):
    if version:
        cr.execute("UPDATE res_company SET " + ", ".join(f"{name} = false" for name in SWITCHES))
