from collections import namedtuple

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools import words

Rule = namedtuple("Rule", "id kind team_id company_id looked_for")
KINDS = [
    ("line", "Line that was called"),
    ("mailbox", "Address that was written to"),
    ("subject", "Subject or page of the form"),
    ("words", "Words in the text"),
    ("company", "Earlier appeals of the same company"),
]


class CrmDispatchRule(models.Model):
    """By what the department of an appeal is told. A rule only suggests: the dispatcher decides."""

    _name = "crm.dispatch.rule"
    _description = "Dispatch Rule"
    _order = "sequence, id"

    name = fields.Char(compute="_compute_name")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(KINDS, "Look at", required=True, default="words")
    value = fields.Text(
        "Look for",
        help="Several with commas between them. Words are found in all their forms; a star stands for any ending: "
        "climat*. Numbers are compared by their last ten digits; an address may be written without its domain.",
    )
    team_id = fields.Many2one(
        "crm.team", "Department", index="btree_not_null", ondelete="cascade", domain=[("gets_appeals", "=", True)]
    )
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    appeal_count = fields.Integer("Suggested now", compute="_compute_appeal_count")

    _rule_complete = models.Constraint(
        "CHECK(kind = 'company' OR (team_id IS NOT NULL AND value IS NOT NULL))",
        "Say what the rule looks for and which department it suggests.",
    )

    @api.depends("kind", "value", "team_id")
    def _compute_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for rule in self:
            what = ": ".join(filter(None, (labels.get(rule.kind), rule.value)))
            rule.name = f"{what} → {rule.team_id.name}" if rule.team_id else what

    def _compute_appeal_count(self):
        domain = [("suggestion_rule_id", "in", self.ids), ("state", "=", "new")]
        counts = dict(self.env["crm.appeal"]._read_group(domain, ["suggestion_rule_id"], ["__count"]))
        for rule in self:
            rule.appeal_count = counts.get(rule, 0)

    @api.constrains("kind", "value")
    def _check_value(self):
        for rule in self:
            if rule.kind != "company" and not any(self._read_value(rule)):
                raise ValidationError(self.env._("“%s” holds nothing that could be looked for.", rule.value or ""))

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        self._changed()
        return rules

    def write(self, vals):
        result = super().write(vals)
        self._changed()
        return result

    def unlink(self):
        result = super().unlink()
        self._changed()
        return result

    @api.model
    def _changed(self):
        """What stands on the board is suggested anew: its beginning at once, the rest by the scheduled action."""
        self.env.registry.clear_cache()
        self.env["crm.appeal"]._suggest_anew()

    # --- finding ---------------------------------------------------------------------------------

    @api.model
    @tools.ormcache()
    def _get_rules(self):
        """Active rules in their order, made ready to search with; every appeal asks for them."""
        # A suggestion is the same whoever the appeal is entered by.
        return [
            Rule(rule.id, rule.kind, rule.team_id.id, rule.company_id.id, self._read_value(rule))
            for rule in self.sudo().search(self._get_working_domain())
        ]

    @api.model
    def _get_working_domain(self):
        team = Domain("team_id.active", "=", True) & Domain("team_id.gets_appeals", "=", True)
        return Domain("team_id", "=", False) | team

    @api.model
    def _read_value(self, rule):
        parts = words.split_phrases(rule.value)
        if rule.kind == "words":
            return [phrase for phrase in map(words.Phrase, parts) if phrase.parts]
        if rule.kind == "line":
            return [digits for digits in map(self._get_last_ten, parts) if digits]
        return [words.plain(part) for part in parts]

    @api.model
    def _get_last_ten(self, number):
        return "".join(filter(str.isdigit, number or ""))[-10:]

    @api.model
    def _find(self, appeal, earlier):
        """The first rule that fits an appeal.

        :param appeal: crm.appeal
        :param earlier: {domain of a company: (department id, number of the appeal)}
        :return: (rule id, department id, what was found), all False when no rule fits
        """
        text = words.Text(appeal._get_searched_text())
        for rule in self._get_rules():
            if rule.company_id and rule.company_id != appeal.company_id.id:
                continue
            team, found = getattr(self, f"_find_by_{rule.kind}")(rule, appeal, text, earlier)
            if team:
                return rule.id, team, found
        return False, False, False

    @api.model
    def _find_by_line(self, rule, appeal, text, earlier):
        did = self._get_last_ten(appeal.call_id.did)
        return (rule.team_id, appeal.call_id.did) if did and did in rule.looked_for else (False, False)

    @api.model
    def _find_by_mailbox(self, rule, appeal, text, earlier):
        for address in words.split_phrases(words.plain(appeal.mailbox or "")):
            if address in rule.looked_for or address.partition("@")[0] in rule.looked_for:
                return rule.team_id, address
        return False, False

    @api.model
    def _find_by_subject(self, rule, appeal, text, earlier):
        for place in (appeal.subject or "", *words.find_pages(appeal.text)):
            found = next((part for part in rule.looked_for if part in words.plain(place)), None)
            if found:
                return rule.team_id, found
        return False, False

    @api.model
    def _find_by_words(self, rule, appeal, text, earlier):
        found = next(filter(None, map(text.find, rule.looked_for)), False)
        return (rule.team_id, found) if found else (False, False)

    @api.model
    def _find_by_company(self, rule, appeal, text, earlier):
        return earlier.get((appeal.company_id.id, appeal.company_domain), (False, False))
