from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .crm_lead import ASSIGN

# The keys 1 to 9.
KEYS = 9
# Whether more than a thousand wait is all that anybody wants to know; counted are no more, here and in the view.
COUNTED = 1_000


class CrmAppeal(models.Model):
    """What the dispatcher's board does: one step per key, several appeals at once, the last step undone."""

    _inherit = "crm.appeal"

    # The board reads its first page from here, however many appeals there have been.
    _waiting_idx = models.Index("(received_at, id) WHERE state = 'new'")
    # And what is suggested for all that waits is counted from here alone, without reading the appeals.
    _suggested_idx = models.Index("(suggested_team_id, company_id, team_id) WHERE state = 'new' AND active IS TRUE")

    # --- what the board shows ----------------------------------------------------------------------

    @api.model
    def get_dispatch_board(self):
        """What the board needs besides its cards; any reader of appeals may have it.

        :return: dict with departments in the order of their keys, can_sort, waiting (number of new appeals, at most
            COUNTED), waiting_more (True when there are more), next_at (the next sorting time as UTC text, or False),
            overdue_before (what came before it should have been sorted by now)
        """
        self.browse().check_access("read")
        waiting = self.search_count([("state", "=", "new")], limit=COUNTED + 1)
        overdue_before, next_at = self.env["crm.dispatch.time"]._get_limits(self.env.company)
        return {
            "departments": [{"id": team.id, "name": team.name} for team in self._get_departments()],
            "can_sort": self.browse().has_access("write"),
            "waiting": min(waiting, COUNTED),
            "waiting_more": waiting > COUNTED,
            "next_at": next_at and fields.Datetime.to_string(next_at),
            "overdue_before": overdue_before and fields.Datetime.to_string(overdue_before),
        }

    @api.model
    def _get_departments(self):
        """Departments that appeals are sorted to, in the order of their keys; at most as many as there are keys."""
        domain = Domain("gets_appeals", "=", True) & Domain("company_id", "in", [False, *self.env.companies.ids])
        return self.env["crm.team"].search(domain, order="sequence, id", limit=KEYS)

    # --- steps -------------------------------------------------------------------------------------

    def action_give(self, team_id):
        """Give the appeals to a department; those that are not new any more are told of and left alone.

        :param int team_id: id of the department
        :return: dict with done (ids) and refused (sentences)
        """
        fresh, refused = self._claim()
        fresh._sort(self.env["crm.team"].browse(team_id))
        return {"done": fresh.ids, "refused": refused}

    def action_take_suggestion(self):
        """Give each appeal to the department that is suggested for it."""
        fresh, refused = self._claim()
        unsure = fresh.filtered(lambda appeal: not appeal.suggested_team_id)
        refused += [self.env._("Nothing is suggested for %s: choose its department.", one.number) for one in unsure]
        for team, appeals in (fresh - unsure).grouped("suggested_team_id").items():
            appeals._sort(team)
        return {"done": (fresh - unsure).ids, "refused": refused}

    def action_no_request(self):
        """Reject the appeals; see action_reject."""
        fresh, refused = self._claim()
        fresh.action_reject()
        return {"done": fresh.ids, "refused": refused}

    def _claim(self):
        """Hold those of the appeals that are new for this step.

        Of two dispatchers who sort the same appeal at once the later reads who was faster.

        :return: (crm.appeal that are held, sentences about the others)
        """
        self.check_access("write")
        held = self.exists().try_lock_for_update(allow_referencing=True)
        busy = self.exists() - held
        fresh = held.filtered(lambda appeal: appeal.state == "new")
        refused = [self.env._("%s is being sorted by somebody else right now.", appeal.number) for appeal in busy]
        return fresh, refused + [appeal._tell_who_was_faster() for appeal in held - fresh]

    def _check_state(self, state):
        """Who comes second reads what became of the appeal, not only its state."""
        if state == "new":
            for appeal in self.filtered(lambda appeal: appeal.state != "new" and appeal.sorted_by_id):
                raise UserError(appeal._tell_who_was_faster())
        return super()._check_state(state)

    def _tell_who_was_faster(self):
        self.ensure_one()
        names = {
            "number": self.number,
            "user": self.sorted_by_id.sudo().name or self.env._("somebody"),  # names of colleagues are no secret
            "team": self.team_id.name,
        }
        if self.state == "sorted":
            return self.env._("%(user)s has given %(number)s to %(team)s already.", **names)
        if self.state == "rejected":
            return self.env._("%(user)s has marked %(number)s as “not a request” already.", **names)
        return self.env._("%(user)s has merged %(number)s already.", **names)

    # --- the last step undone ------------------------------------------------------------------------

    def action_undo(self):
        """Take sorted or rejected appeals back onto the board, as long as nobody has worked on their leads.

        :return: dict with done (ids) and refused (sentences)
        """
        self.check_access("write")
        held = self.exists().try_lock_for_update(allow_referencing=True)
        rejected = held.filtered(lambda appeal: appeal.state == "rejected")
        rejected.action_restore()
        given = held.filtered(lambda appeal: appeal.state == "sorted")
        worked = given._get_worked_on()
        (given - worked)._take_back()
        refused = [self.env._("%s is in work already: it cannot be taken back.", appeal.number) for appeal in worked]
        return {"done": (rejected | (given - worked)).ids, "refused": refused}

    def action_take_back(self):
        """The button for action_undo: what cannot be taken back is said."""
        refused = self.action_undo()["refused"]
        if refused:
            raise UserError("\n".join(refused))
        return True

    def _get_worked_on(self):
        """Those whose lead somebody has touched: has a manager, an outcome, a comment, or became a deal."""
        leads = self.lead_id.sudo()  # the dispatcher undoes his own step without seeing other leads
        talked = (
            self.env["mail.message"]
            .sudo()
            ._read_group(
                [
                    ("model", "=", "crm.lead"),
                    ("res_id", "in", leads.ids),
                    ("message_type", "=", "comment"),
                    ("author_id.user_ids", "!=", False),
                ],
                ["res_id"],
            )
        )
        talked = {lead_id for (lead_id,) in talked}
        return self.filtered(
            lambda appeal: (
                not appeal.lead_id or appeal.lead_id.id in talked or appeal.lead_id.sudo()._is_worked_on(appeal.team_id)
            )
        )

    def _take_back(self):
        self.write({"state": "new", "team_id": False, "sorted_at": False, "sorted_by_id": False})
        leads = self.lead_id.sudo()  # see _get_worked_on
        leads.activity_unlink([ASSIGN])
        leads.write({"team_id": False, "assign_before": False})
        self._suggest()

    def action_restore(self):
        result = super().action_restore()
        self._suggest()
        return result


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _is_worked_on(self, team):
        """True when more happened to the lead than being given to that department."""
        self.ensure_one()
        return bool(
            self.user_id
            or self.qualification
            or self.type != "lead"
            or not self.active
            or (self.team_id and self.team_id != team)
        )
