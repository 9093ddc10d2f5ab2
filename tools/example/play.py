"""Entry for `odoo shell`: play one part of the example in the database of `env` (`args` = company or story)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from example import company, story

part = args[0]  # noqa: F821 (given by lib.odoo_shell)
key = {"company": "suite.example", "story": "suite.story"}[part]
parameters = env["ir.config_parameter"].sudo()  # noqa: F821 (given by odoo shell)
if not parameters.get_param(key):
    if part == "company":
        company.Company(env).make()  # noqa: F821
    else:
        parameters.set_param("report.url", args[1])  # noqa: F821
        env.cr.commit()  # noqa: F821
        story.Story(env).play()  # noqa: F821
        parameters.set_param("report.url", False)
    parameters.set_param(key, "1")
    env.cr.commit()  # noqa: F821
