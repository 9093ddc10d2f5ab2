"""Files that somebody damaged: never a traceback, never half a batch, always a sentence."""

import base64
import random

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import OnecCommon

GOODS = "Код;Артикул;Наименование;Группа;Ед. изм.;Вес;Штрихкод\n" + "".join(
    f"{number:05};B-{number};Насос {number};Насосы / Группа {number % 3};шт;{number},5;\n" for number in range(40)
)
BILLION = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>
<КоммерческаяИнформация ВерсияСхемы="2.07"><Каталог><Товары><Товар><Ид>1</Ид><Наименование>&lol2;</Наименование>
</Товар></Товары></Каталог></КоммерческаяИнформация>"""
OUTSIDE = """<?xml version="1.0"?>
<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<КоммерческаяИнформация ВерсияСхемы="2.07"><Каталог>&x;</Каталог></КоммерческаяИнформация>"""


@tagged("post_install", "-at_install")
class TestBroken(OnecCommon):
    def take(self, data, name, kind="goods"):
        """An import of these bytes, brought as far as it goes."""
        batch = self.env["onec.import"].create({"file": base64.b64encode(data), "file_name": name})
        if batch.state != "mapping":
            return batch
        if batch.kind != kind:
            batch.kind = kind
            batch._map_columns()
        try:
            batch.action_check()
            self.run_cron()
            batch.action_run()
            self.run_cron()
        except UserError as error:
            self.assertTrue(str(error))
        return batch

    def mutate(self, data, chance):
        data = bytearray(data)
        for _change in range(chance.randint(1, 6)):
            place = chance.randrange(len(data))
            kind = chance.choice(("byte", "cut", "drop", "twice"))
            if kind == "byte":
                data[place] = chance.randrange(256)
            elif kind == "cut":
                del data[place : place + chance.randint(1, 400)]
            elif kind == "drop":
                del data[place:]
            else:
                data[place:place] = data[place : place + chance.randint(1, 200)]
            if not data:
                break
        return bytes(data)

    @mute_logger("odoo.sql_db")
    def test_mutated_files_are_imported_or_refused_whole(self):
        chance = random.Random(5)
        for number in range(30):
            with self.subTest(number=number), self.env.cr.savepoint() as place:
                batch = self.take(self.mutate(GOODS.encode("utf-8-sig"), chance), "goods.csv")
                self.assertIn(batch.state, ("upload", "mapping", "checked", "done"))
                self.assertFalse(batch.error)
                rows = self.env["onec.record"].search([("import_id", "=", batch.id)])
                self.assertEqual(len(rows), batch.made if batch.state == "done" else 0)
                if batch.state != "done":
                    self.assertTrue(batch.line_ids or batch.missing_fields or not batch.kind)
                place.rollback()
                self.env.invalidate_all(flush=False)

    def test_entities_and_references_are_refused_with_a_sentence(self):
        for text in (BILLION, OUTSIDE):
            batch = self.take(text.encode(), "import.xml")
            self.assertNotEqual(batch.state, "done")
            self.assertIn("1C never writes", " ".join(batch.line_ids.mapped("text")))
            self.assertFalse(batch.record_ids)

    def test_what_is_no_file_of_1c_is_said(self):
        for data, name in ((b"", "a.xlsx"), (b"\x89PNG\r\n\x1a\n" * 9, "a.png"), (b"PK\x03\x04broken", "a.xlsx")):
            batch = self.take(data or b" ", name)
            self.assertEqual(batch.state, "upload")
            self.assertTrue(batch.line_ids.mapped("text"), name)
            with self.assertRaises(UserError):
                batch.action_check()

    def test_a_file_of_another_kind_than_said(self):
        batch = self.take(GOODS.encode("utf-8-sig"), "goods.csv", "settlements")
        self.assertNotEqual(batch.state, "done")
        self.assertFalse(batch.record_ids)

    def test_a_customer_taken_back_takes_his_people_along(self):
        batch = self.bring("customers", [{"key": "c1", "name": "Vega", "contacts": [{"name": "Ivan of Vega"}]}])
        batch.action_undo()
        self.assertFalse(self.env["res.partner"].search([("name", "in", ("Vega", "Ivan of Vega"))]))
