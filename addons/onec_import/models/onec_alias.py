"""Everything that 1C's other files may call a product or a customer by: code, article, barcode, INN, name.

Rows of balances and orders name things in their own ways; all names of a batch are looked up by one query.
"""

from odoo import api, fields, models
from odoo.tools import SQL

LONGEST = 300
TABLES = {"goods": "product_product", "customers": "res_partner"}


def fold(text):
    """Spelling by which names are compared: blanks, case and ё do not count."""
    return " ".join(str(text).split()).lower().replace("ё", "е")[:LONGEST]


class OnecAlias(models.Model):
    _name = "onec.alias"
    _description = "Name in 1C"
    _rec_name = "key"
    _log_access = False

    key = fields.Char(required=True, readonly=True)
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(required=True, readonly=True, model_field="res_model")

    _key_res_uniq = models.UniqueIndex("(key, res_id)")
    _res_idx = models.Index("(res_model, res_id)")

    @api.model
    def _get_key(self, kind, field, value):
        return f"{kind}|{field}|{fold(value)}"

    @api.model
    def _learn(self, res_model, rows):
        """Keep names.

        :param rows: [(kind, field, value, id of the record)], empty values are left out
        """
        rows = [(self._get_key(*row[:3]), row[3]) for row in rows if row[2]]
        if rows:
            self.env.execute_query(
                SQL(
                    """INSERT INTO onec_alias (key, res_model, res_id)
                       SELECT key, %s, res_id FROM unnest(%s::varchar[], %s::int[]) r (key, res_id)
                       ON CONFLICT DO NOTHING RETURNING id""",
                    res_model,
                    [row[0] for row in rows],
                    [row[1] for row in rows],
                )
            )

    @api.model
    def _forget(self, res_model, ids):
        self.env.execute_query(
            SQL("DELETE FROM onec_alias WHERE res_model = %s AND res_id = ANY(%s) RETURNING id", res_model, list(ids))
        )

    @api.model
    def _match(self, kind, wants, find_native=None):
        """Ids of the records that are meant, one query for all.

        :param kind: of the thing that is meant
        :param wants: for each row a list of (field, value), the surest first
        :param find_native: function(field, values) → {folded value: [ids]} for what 1C never brought; asked for the
            names only that nothing was found by
        :return: for each row a list of ids: empty when nobody is meant, several when it is not clear who
        """
        keys = {self._get_key(kind, *name) for want in wants for name in want}
        found = {}
        if keys:
            found = dict(
                self.env.execute_query(
                    SQL(
                        """SELECT a.key, array_agg(a.res_id ORDER BY a.res_id)
                             FROM onec_alias a JOIN %s there ON there.id = a.res_id
                            WHERE a.key = ANY(%s) GROUP BY a.key""",
                        SQL.identifier(TABLES[kind]),
                        list(keys),
                    )
                )
            )
        results = [self._choose(kind, want, found) for want in wants]
        if find_native and not all(results):
            open_wants = [want for want, result in zip(wants, results, strict=True) if not result]
            native = self._find_native(kind, open_wants, find_native)
            results = [result or self._choose(kind, want, native) for want, result in zip(wants, results, strict=True)]
        return results

    @api.model
    def _find_native(self, kind, wants, find_native):
        by_field = {}
        for want in wants:
            for field, value in want:
                by_field.setdefault(field, set()).add(value)
        return {
            self._get_key(kind, field, value): ids
            for field, values in by_field.items()
            for value, ids in find_native(field, values).items()
        }

    @api.model
    def _choose(self, kind, want, found):
        """Ids by the surest name that is known; the other names tell apart who shares it."""
        chosen = []
        for name in want:
            ids = found.get(self._get_key(kind, *name), [])
            if not chosen:
                chosen = list(ids)
            elif len(chosen) > 1 and ids:
                chosen = [res_id for res_id in chosen if res_id in ids] or chosen
        return chosen
