from odoo.tests import HttpCase, tagged

SUITE = "@sales_leads"


@tagged("post_install", "-at_install")
class TestDispatchScript(HttpCase):
    """The unit tests of the board's script, in the web client's own runner."""

    def test_unit_tests_of_the_board(self):
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={self.get_id(SUITE)}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )

    def get_id(self, suite):
        """How the runner names a suite in its address: a hash of 32 bits."""
        value = 0
        for letter in suite:
            value = ((value << 5) - value + ord(letter)) & 0xFFFFFFFF
        return f"{value:08x}"
