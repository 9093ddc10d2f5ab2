from odoo.tests import HttpCase


class ScriptCase(HttpCase):
    """Runs the unit tests of scripts in the web client's own runner."""

    def run_suite(self, suite):
        """All tests below a suite, for example "@sales_leads"."""
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={self._get_suite_id(suite)}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )

    def _get_suite_id(self, suite):
        """How the runner names a suite in its address: a hash of 32 bits."""
        value = 0
        for letter in suite:
            value = ((value << 5) - value + ord(letter)) & 0xFFFFFFFF
        return f"{value:08x}"
