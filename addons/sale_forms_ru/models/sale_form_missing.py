from odoo import api, models


class SaleForm(models.Model):
    """What papers lack, in words; and how what they say is written."""

    _inherit = "sale.form"

    @api.model
    def _get_missing(self, version, data):
        """Sentences on requisites that the form needs and nobody filled in."""
        missing = []
        for part, name in version._get_required():
            if part == "lines":
                missing += self._get_missing_of_lines(data, name)
            elif part == "signers":
                missing += [] if name in data["signers"] else [self._describe_signer(name)]
            elif self._needs(data[part], name) and not data[part].get(name):
                missing.append(self._describe_requisite(part, name, data[part]))
        if not data["lines"]:
            corrects = data.get("corrects")
            words = self.env._("goods: nothing of this order goes out")
            missing.append(self.env._("nothing changed since %s", corrects["number"]) if corrects else words)
        return list(dict.fromkeys(missing))

    @api.model
    def _needs(self, party, name):
        """A sole proprietor has no KPP, a private person no requisites of a company, foreigners have their own."""
        if name in ("kpp", "inn", "corr", "bic") and not party.get("is_russian", True):
            return False
        if name == "kpp":
            return party.get("is_company") and len(party.get("inn") or "") != 12
        return name != "inn" or party.get("is_company", True)

    @api.model
    def _get_missing_of_lines(self, data, name):
        names = {"unit_code": self.env._("OKEI code of the unit of “%s”")}
        bare = [names[name] % line["name"] for line in data["lines"] if not line.get(name)]
        return bare[:5] + self._get_missing_of_trace(data)[:5]

    @api.model
    def _get_missing_of_trace(self, data):
        """Traceable goods go with the number of their batch and the code of their unit."""
        traced = [line for line in data["lines"] if "trace_unit_code" in line]
        missing = [
            self.env._("number of the batch (RNPT) of “%s”", line["name"]) for line in traced if not line["customs"]
        ]
        return missing + [
            self.env._("OKEI code of the unit of traceability of “%s”", line["name"])
            for line in traced
            if not line["trace_unit_code"]
        ]

    @api.model
    def _describe_requisite(self, part, name, party):
        names = {
            "name": self.env._("name"),
            "inn": self.env._("INN"),
            "kpp": self.env._("KPP"),
            "okpo": self.env._("OKPO"),
            "address": self.env._("address"),
            "account": self.env._("bank account"),
            "bank": self.env._("bank"),
            "bic": self.env._("BIC of the bank"),
            "corr": self.env._("correspondent account of the bank"),
            "vehicle": self.env._("vehicle of the delivery"),
            "driver": self.env._("driver of the delivery"),
        }
        words = names.get(name, name)
        owner = party.get("name")
        return f"{owner}: {words}" if owner else words

    @api.model
    def _describe_signer(self, role):
        label = dict(self.env["sale.form.signer"]._fields["role"]._description_selection(self.env))[role]
        return self.env._("signatory of this day: %s", label)

    @api.model
    def _list_missing(self, code, source):
        """What must be filled before this paper can be printed of the source; shape: list of sentences."""
        source.check_access("read")
        # As in `_make`: papers name what not everybody may open.
        kind = self.env["sale.form.kind"]._get(code).sudo()
        return self.sudo()._examine(kind, source.sudo())[2]

    @api.model
    def _examine(self, kind, source):
        """(version in force, what the paper would say, sentences on what it lacks) of a source as it is now."""
        day = self._get_day(source)
        version = kind._get_version(day)
        data = self._prepare_data(kind, source, day)
        return version, data, self._get_missing(version, data) + self._get_disagreement(kind, source)

    @api.model
    def _get_disagreement(self, kind, source):
        """A sentence where the lines of an order are not its total: money and papers would differ by kopecks."""
        order = self._get_order(source)
        printed = self._sum_lines(self._prepare_order_lines(order), order.currency_id)["total"]
        if not kind.has_prices or order.currency_id.compare_amounts(printed, order.amount_total) == 0:
            return []
        return [
            self.env._("rounding: set “Round per Line” for taxes in the accounting settings, then update the order")
        ]

    @api.model
    def _find_standing(self, kind, source):
        """The paper of this kind that was printed of the source and may be read by whoever asks."""
        return self.sudo()._get_standing(kind, source).with_env(self.env)._filtered_access("read")
