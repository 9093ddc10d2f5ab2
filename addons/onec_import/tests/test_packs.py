import base64
import io
import zipfile

from PIL import Image

from odoo.tests import tagged

from .. import readers
from ..readers import beside
from .common import OnecCommon
from .reader_files import ReaderCase, commerce, goods, write_zip


def draw(colour="teal"):
    stream = io.BytesIO()
    Image.new("RGB", (40, 20), colour).save(stream, "PNG")
    return stream.getvalue()


@tagged("post_install", "-at_install")
class TestPictureReader(ReaderCase):
    """Pictures are found in the archive, and nothing else is."""

    def test_names_are_found_below_any_folder(self):
        content = draw()
        files = {"webdata/import.xml": commerce(goods("A")), "webdata/import_files/AB/a.png": content}
        path = write_zip(self.folder / "a.zip", files)
        wanted = {"import_files/ab/a.png", "import_files/none.png"}
        self.assertEqual(readers.pictures(path, "a.zip", wanted), {"import_files/ab/a.png": content})
        self.assertEqual(
            readers.pictures(path, "a.zip", {"import_files\\AB\\a.png"}), {"import_files\\AB\\a.png": content}
        )

    def test_what_is_too_large_is_left(self):
        path = write_zip(self.folder / "a.zip", {"import.xml": commerce(goods("A")), "a.png": draw()})
        largest, beside.LARGEST = beside.LARGEST, 10
        self.addCleanup(setattr, beside, "LARGEST", largest)
        self.assertEqual(readers.pictures(path, "a.zip", {"a.png"}), {})

    def test_other_files_have_none(self):
        self.assertEqual(readers.pictures(self.put("a.xml", commerce(goods("A"))), "a.xml", {"a.png"}), {})
        self.assertEqual(readers.pictures(self.put("b.zip", b"PK\x03\x04broken"), "b.zip", {"a.png"}), {})
        climbing = io.BytesIO()
        with zipfile.ZipFile(climbing, "w") as archive:
            archive.writestr("../a.png", draw())
        self.assertEqual(readers.pictures(self.put("c.zip", climbing.getvalue()), "c.zip", {"a.png"}), {})


@tagged("post_install", "-at_install")
class TestPacks(OnecCommon):
    """Goods come with the units that they are packed in, and with their pictures."""

    def bring_goods(self, **values):
        batch = self.bring("goods", [{"key": "g", "name": "Bolt", "article": "B-1", **values}])
        return batch, self.of("goods", "g").sudo()

    def packs(self, template):
        return {(unit.name, unit.relative_factor, unit.relative_uom_id.id) for unit in template.uom_ids}

    def test_packs_are_units_of_so_many(self):
        _batch, bolt = self.bring_goods(
            units=[
                {"name": "Коробка", "code": "8", "factor": "100"},
                {"name": None, "code": "616", "factor": "1000,5"},
            ],
            pack_unit="Мешок",
            pack_factor=25.0,
        )
        base = bolt.uom_id.id
        self.assertEqual(self.packs(bolt), {("Коробка", 100, base), ("616", 1000.5, base), ("Мешок", 25, base)})

    def test_what_is_no_pack_makes_no_unit(self):
        before = self.env["uom.uom"].sudo().search_count([])
        rows = [
            {"name": "шт", "code": "796", "factor": "1"},
            {"name": "x", "factor": None},
            {"name": "y", "factor": "?"},
        ]
        _batch, bolt = self.bring_goods(units=rows, pack_unit="Пусто", pack_factor=0.0)
        self.assertFalse(bolt.uom_ids)
        self.assertEqual(self.env["uom.uom"].sudo().search_count([]), before)

    def test_one_unit_for_all_goods_of_a_pack(self):
        rows = [
            {"key": f"g{number}", "name": f"Bolt {number}", "pack_unit": "Короб", "pack_factor": 12.0}
            for number in range(5)
        ]
        self.bring("goods", rows)
        made = [self.of("goods", f"g{number}").sudo().uom_ids for number in range(5)]
        self.assertEqual(len(self.env["uom.uom"].union(*made)), 1)
        self.assertEqual([unit.relative_factor for unit in made], [12.0] * 5)

    def test_the_same_again_adds_nothing_and_another_pack_comes_along(self):
        _batch, bolt = self.bring_goods(pack_unit="Короб", pack_factor=12.0)
        first = bolt.uom_ids
        self.bring_goods(pack_unit="Короб", pack_factor=12.0)
        self.assertEqual(bolt.uom_ids, first)
        self.bring_goods(pack_unit="Короб", pack_factor=24.0)
        self.assertEqual(sorted(bolt.uom_ids.mapped("relative_factor")), [12, 24], "what was packed so stays readable")

    def bring_archive(self, pictures, wanted="import_files/a.png"):
        body = commerce(goods("Bolt", extra=f"<Картинка>{wanted}</Картинка>"))
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("import.xml", body)
            for name, content in pictures.items():
                archive.writestr(name, content)
        batch = self.env["onec.import"].create(
            {"file": base64.b64encode(stream.getvalue()), "file_name": "webdata.zip"}
        )
        if batch.kind != "goods":
            batch.kind = "goods"
            batch._map_columns()
        batch.action_check()
        self.run_cron()
        batch.action_run()
        self.run_cron()
        self.assertEqual(batch.state, "done", batch.error)
        return batch, self.of("goods", "g1").sudo()

    def test_the_picture_comes_out_of_the_archive(self):
        _batch, bolt = self.bring_archive({"import_files/a.png": draw()})
        picture = Image.open(io.BytesIO(base64.b64decode(bolt.image_1920)))
        self.assertEqual((picture.size, picture.convert("RGB").getpixel((1, 1))), ((40, 20), (0, 128, 128)))

    def test_a_picture_that_is_none_is_told_and_the_goods_come(self):
        batch, bolt = self.bring_archive({"import_files/a.png": b"no picture at all"})
        self.assertEqual((bolt.name, bolt.image_1920), ("Bolt", False))
        self.assertIn("picture cannot be read", " ".join(self.texts(batch, "warning")))

    def test_a_picture_that_is_not_there_hinders_nothing(self):
        batch, bolt = self.bring_archive({})
        self.assertEqual((self.counts(batch), bolt.image_1920), ({"made": 1}, False))

    def test_a_picture_of_somebody_stays(self):
        _batch, bolt = self.bring_archive({"import_files/a.png": draw()})
        bolt.image_1920 = base64.b64encode(draw("red"))
        mine = bolt.image_1920
        self.bring_archive({"import_files/a.png": draw("blue")}, wanted="./import_files/a.png")
        self.assertEqual(bolt.image_1920, mine)
