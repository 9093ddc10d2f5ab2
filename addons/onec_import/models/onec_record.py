"""What was taken over from 1C: its id there, the record here, and what was written last.

The id itself stands in `ir.model.data` under the pseudo-module `__onec__`, which no uninstallation takes away; this
table, which goes with the addon, adds the digest by which a second import knows what it has nothing to do about.
"""

import hashlib
import json

from odoo import api, fields, models
from odoo.tools import SQL

MODULE = "__onec__"
LONGEST = 150


class OnecRecord(models.Model):
    _name = "onec.record"
    _description = "Record from 1C"
    _rec_name = "name"
    _log_access = False

    name = fields.Char(required=True, readonly=True)
    kind = fields.Char(required=True, readonly=True, index=True)
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(required=True, readonly=True, model_field="res_model")
    version = fields.Char(readonly=True)
    digest = fields.Char(readonly=True)
    written = fields.Json(readonly=True)
    adopted = fields.Boolean(readonly=True, help="Was in Odoo before: taking the import back leaves it.")
    import_id = fields.Many2one("onec.import", readonly=True, index="btree_not_null", ondelete="set null")

    _name_uniq = models.UniqueIndex("(name)", "This 1C id is known already.")
    _res_idx = models.Index("(res_model, res_id)")

    @api.model
    def _get_name(self, kind, key):
        """Name of the id in `ir.model.data`: readable, without blanks, never too long."""
        text = "_".join(str(key).split())
        if len(text) > LONGEST:
            text = f"{text[:LONGEST]}_{hashlib.blake2b(text.encode(), digest_size=8).hexdigest()}"
        return f"{kind}.{text}"

    @api.model
    def _read_known(self, names):
        """{name: (id, res_model, res_id, digest, written, adopted)} of those whose record still exists."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT o.name, o.id, o.res_model, o.res_id, o.digest, o.written, o.adopted
                     FROM onec_record o WHERE o.name = ANY(%s)""",
                list(names),
            )
        )
        return {row[0]: row[1:] for row in rows}

    @api.model
    def _filter_there(self, known):
        """Of rows as `_read_known` returns them, those whose record still exists."""
        by_model = {}
        for row in known.values():
            by_model.setdefault(row[1], set()).add(row[2])
        there = {
            (model, res_id)
            for model, ids in by_model.items()
            if model in self.env
            for res_id in self.env[model].browse(ids).exists().ids
        }
        return {name: row for name, row in known.items() if (row[1], row[2]) in there}

    @api.model
    def _forget_lost(self, known):
        """Forget ids whose record somebody deleted meanwhile: it is made anew. Returns what is left."""
        left = self._filter_there(known)
        if len(left) < len(known):
            self._forget(known.keys() - left.keys())
        return left

    @api.model
    def _forget(self, names):
        names = list(names)
        self.flush_model()
        self.env.execute_query(SQL("DELETE FROM onec_record WHERE name = ANY(%s) RETURNING id", names))
        self.env.execute_query(
            SQL("DELETE FROM ir_model_data WHERE module = %s AND name = ANY(%s) RETURNING id", MODULE, names)
        )
        self.env.registry.clear_cache()

    @api.model
    def _remember(self, rows):
        """Keep ids and digests, one statement for all.

        :param rows: list of dicts with name, kind, res_model, res_id, version, digest, written, adopted, import_id
        """
        columns = ("name", "kind", "res_model", "res_id", "version", "digest", "written", "adopted", "import_id")
        data = [[row.get(column) for row in rows] for column in columns]
        data[6] = [json.dumps(written, ensure_ascii=False) for written in data[6]]
        data[7] = [bool(adopted) for adopted in data[7]]
        self.env.execute_query(
            SQL(
                """INSERT INTO onec_record (name, kind, res_model, res_id, version, digest, written, adopted, import_id)
                   SELECT * FROM unnest(%s::varchar[], %s::varchar[], %s::varchar[], %s::int[], %s::varchar[],
                                        %s::varchar[], %s::jsonb[], %s::bool[], %s::int[])
                   ON CONFLICT (name) DO UPDATE SET version = EXCLUDED.version, digest = EXCLUDED.digest,
                                                    written = EXCLUDED.written
                   RETURNING id""",
                *data,
            )
        )
        self._name_in_model_data(data[0], data[2], data[3])
        self.env["onec.record"].invalidate_model()

    @api.model
    def _name_in_model_data(self, names, res_models, res_ids):
        # As `_update_xmlids` does, without its cache that grows with every row of a big file.
        self.env.execute_query(
            SQL(
                """INSERT INTO ir_model_data (module, name, model, res_id, noupdate, create_uid, create_date,
                                              write_uid, write_date)
                   SELECT %(module)s, name, model, res_id, TRUE, %(user)s, now() AT TIME ZONE 'UTC', %(user)s,
                          now() AT TIME ZONE 'UTC'
                     FROM unnest(%(names)s::varchar[], %(models)s::varchar[], %(ids)s::int[]) r (name, model, res_id)
                   ON CONFLICT (module, name) DO UPDATE SET model = EXCLUDED.model, res_id = EXCLUDED.res_id
                   RETURNING id""",
                module=MODULE,
                user=self.env.uid,
                names=names,
                models=res_models,
                ids=res_ids,
            )
        )

    @api.model
    def _adopt_names(self):
        """Ids from an earlier installation of this addon: known again, their digests are not."""
        self.env.execute_query(
            SQL(
                """INSERT INTO onec_record (name, kind, res_model, res_id, adopted)
                   SELECT name, split_part(name, '.', 1), model, res_id, TRUE FROM ir_model_data
                    WHERE module = %s ON CONFLICT DO NOTHING RETURNING id""",
                MODULE,
            )
        )

    @api.model
    def _resolve(self, kind, keys):
        """{key: id of the record here} of the 1C ids that are known."""
        names = {self._get_name(kind, key): key for key in keys if key}
        if not names:
            return {}
        rows = self.env.execute_query(SQL("SELECT name, res_id FROM onec_record WHERE name = ANY(%s)", list(names)))
        return {names[name]: res_id for name, res_id in rows}
