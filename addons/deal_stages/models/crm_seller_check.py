from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

CHECK = "deal_stages.mail_activity_type_seller_check"
# What a verdict is worth in reports by manager.
SHARES = {"good": 1.0, "minor": 0.5, "poor": 0.0}
JUDGED = {"state", "verdict", "follows", "follows_words", "done_well", "missed", "user_id"}


class CrmSellerCheck(models.Model):
    """A customer refused: the head looks at how the seller worked, and says what follows."""

    _name = "crm.seller.check"
    _description = "Check of the Seller's Work"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "deal_id"

    deal_id = fields.Many2one("crm.lead", required=True, readonly=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one(related="deal_id.legal_entity_id", string="Customer")
    team_id = fields.Many2one("crm.team", "Department", readonly=True, index="btree_not_null")
    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    user_id = fields.Many2one("res.users", "Seller", required=True, readonly=True, index=True)
    head_id = fields.Many2one("res.users", "Who checks", index="btree_not_null", tracking=True)
    lost_reason_id = fields.Many2one("crm.lost.reason", "Reason of the refusal", readonly=True, index="btree_not_null")
    words = fields.Text("In words", readonly=True)
    deadline = fields.Datetime("Check until", readonly=True)
    done_well = fields.Text("What was done well")
    missed = fields.Text("What was missed")
    verdict = fields.Selection(
        [
            ("good", "Worked well, nothing to be done"),
            ("minor", "Small omissions"),
            ("poor", "The deal was lost by the seller's work"),
        ],
        tracking=True,
    )
    follows = fields.Selection(
        [
            ("nothing", "Nothing"),
            ("talk", "Talk with the seller"),
            ("training", "Training"),
            ("again", "The customer is approached again"),
            ("other", "Something else, see the words"),
        ],
        "What follows",
        tracking=True,
    )
    follows_words = fields.Text("What follows, in words")
    state = fields.Selection(
        [("todo", "To check"), ("done", "Checked"), ("cancelled", "Deal taken up again")],
        default="todo",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
    )
    checked_on = fields.Datetime(readonly=True)
    good_share = fields.Float("Good work, share", compute="_compute_good_share", store=True, aggregator="avg")

    _not_himself = models.Constraint("CHECK (head_id != user_id)", "Nobody checks his own work: name somebody else.")
    _done_is_told = models.Constraint(
        "CHECK (state != 'done' OR (verdict IS NOT NULL AND follows IS NOT NULL))",
        "Give the verdict and say what follows first.",
    )
    _one_open = models.UniqueIndex("(deal_id) WHERE state = 'todo'", "This deal is being checked already.")

    @api.depends("verdict", "state")
    def _compute_good_share(self):
        for check in self:
            check.good_share = SHARES.get(check.verdict, 0.0) if check.state == "done" else 0.0

    @api.model
    def _prepare_check(self, deal):
        """Values of the check of a deal that was just refused."""
        company = deal.company_id or self.env.company
        seller = deal.user_id or self.env.user
        return {
            "deal_id": deal.id,
            "team_id": deal.team_id.id,
            "company_id": company.id,
            "user_id": seller.id,
            "head_id": self._find_head(deal, seller).id,
            "lost_reason_id": deal.lost_reason_id.id,
            "words": deal.unsuitable_words,
            "deadline": company._plan_deadline(fields.Datetime.now(), company.seller_check_hours),
        }

    @api.model
    def _find_head(self, deal, seller):
        """Who checks the seller: the head of the department or who stands in for him, else a director; never himself."""
        head = deal.team_id.user_id
        directors = self.env.ref("sales_base.group_director").sudo().user_ids
        candidates = [head._get_acting()] if head else []
        candidates += [user._get_acting() for user in directors if user.active and not user.share]
        return next((user for user in candidates if user and user != seller), self.env["res.users"])

    @api.model_create_multi
    def create(self, vals_list):
        checks = super().create(vals_list)
        checks._tell_heads()
        return checks

    def write(self, vals):
        if JUDGED & vals.keys():
            self._check_not_himself()
        result = super().write(vals)
        if "head_id" in vals:
            waiting = self.filtered(lambda check: check.state == "todo")
            waiting.activity_unlink([CHECK])
            waiting._tell_heads()
        return result

    def _tell_heads(self):
        for check in self.filtered("head_id"):
            check.activity_schedule(
                CHECK,
                date_deadline=fields.Date.context_today(check, check.deadline or fields.Datetime.now()),
                summary=self.env._("Check the seller's work: %s", check.deal_id.name),
                note=check.words,
                user_id=check.head_id.id,
            )

    def action_done(self):
        """The head has checked; whoever presses the button is the one who did."""
        self._check_head()
        for check in self:
            if check.state != "todo":
                raise UserError(self.env._("“%s” is not waiting for a check.", check.deal_id.name))
            if not check.verdict or not check.follows:
                raise UserError(self.env._("Give the verdict and say what follows first."))
            if not (check.done_well or "").strip() and not (check.missed or "").strip():
                raise UserError(self.env._("Write down what was done well or what was missed."))
        self.activity_feedback([CHECK])
        self.write({"state": "done", "checked_on": fields.Datetime.now(), "head_id": self.env.uid})
        self._tell_sellers()
        return True

    def _tell_sellers(self):
        for check in self.filtered("user_id.active"):
            check.message_notify(
                partner_ids=check.user_id.partner_id.ids,
                subject=self.env._("Your work was checked: %s", check.deal_id.name),
                body=self.env._("Open the check to read the verdict and what follows."),
            )

    def action_reopen(self):
        """Take the verdict back, to correct it."""
        self._check_head()
        self.filtered(lambda check: check.state == "done").write({"state": "todo", "checked_on": False})
        return True

    def action_open_deal(self):
        self.ensure_one()
        return self.deal_id._get_records_action()

    def _check_head(self):
        if not self.env.su and not self.env.user.has_group("sales_base.group_head"):
            raise AccessError(self.env._("The seller's work is checked by the head of sales."))
        self._check_not_himself()

    def _check_not_himself(self):
        if not self.env.su and any(check.user_id == self.env.user for check in self):
            raise UserError(self.env._("Nobody checks his own work: name somebody else."))

    def _cancel(self):
        """The deals go on, or are one with another deal: nothing is left to check."""
        self.activity_ids.unlink()
        self.state = "cancelled"
        # Another refusal begins a new check: the index must know that these are over.
        self.flush_recordset(["state"])
