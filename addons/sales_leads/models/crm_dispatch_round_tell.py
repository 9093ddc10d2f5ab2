from markupsafe import Markup

from odoo import api, models
from odoo.tools import format_duration

# So many appeals are named in a message; the board has them all.
NAMED = 10
BOARD = "/odoo/appeals"


class CrmDispatchRound(models.Model):
    """Who is told what before and after a sorting time."""

    _inherit = "crm.dispatch.round"

    def _tell_reminder(self, count):
        for users in self._get_reminded().grouped("lang").values():
            told = self.with_context(lang=users[:1].lang)
            subject = told.env._("To be sorted by %(time)s: %(count)s", time=told._get_clock(), count=count)
            told._tell(users, subject, "info")

    def _tell_unsorted(self, count):
        for users in self._get_told_of_rest().grouped("lang").values():
            told = self.with_context(lang=users[:1].lang)
            subject = told.env._("Not sorted by %(time)s: %(count)s", time=told._get_clock(), count=count)
            told._tell(users, subject, "danger")

    def _tell(self, users, subject, kind):
        """A message that stays, and a notification that pops up without a sound for whoever is at his screen."""
        # What is told is the number of appeals and who wrote: the people told are those who sort and supervise.
        self.sudo().message_notify(subject=subject, body=self._get_list(), partner_ids=users.partner_id.ids)
        for user in users:
            user._bus_send("simple_notification", {"type": kind, "title": subject, "message": "", "sticky": True})

    def _get_clock(self):
        return format_duration(self.hour)

    def _get_list(self):
        appeals = self.env["crm.appeal"].search(self._get_unsorted_domain(), limit=NAMED + 1)
        lines = Markup().join(Markup("<li>%s</li>") % appeal.display_name for appeal in appeals[:NAMED])
        more = Markup("<p>…</p>") if len(appeals) > NAMED else ""
        link = Markup('<p><a href="%s">%s</a></p>') % (self.get_base_url() + BOARD, self.env._("Open the board"))
        return Markup("<ul>%s</ul>%s%s") % (lines, more, link)

    @api.model
    def _get_reminded(self):
        """The dispatchers of today; when none is there, also whoever is told of the rest."""
        users = self.env["res.users"]
        dispatchers = users._get_dispatchers()
        absent = users.union(*self.env["res.users.absence"]._get_deputies())
        return dispatchers if dispatchers - absent else dispatchers | self._get_told_of_rest()

    @api.model
    def _get_told_of_rest(self):
        """The dispatchers' deputy, whoever stands in for an absent dispatcher, and the directors."""
        users = self.env["res.users"]
        deputy = self.company_id.dispatch_deputy_id
        named = self.env.ref("sales_base.group_dispatcher").sudo().user_ids  # see _get_acting_group
        substitutes = users._get_dispatchers() - named.with_env(self.env)
        return (deputy and deputy._get_acting()) | substitutes | users._get_acting_group("sales_base.group_director")
