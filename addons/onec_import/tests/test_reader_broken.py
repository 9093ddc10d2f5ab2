import io
import tracemalloc
import zipfile
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .. import readers
from ..readers.workbook import xlsx
from .reader_files import (
    SAMPLES,
    ReaderCase,
    commerce,
    goods,
    repack,
    split,
    write_ods,
    write_xls,
    write_xlsx,
    write_zip,
)

LAUGHS = '<!DOCTYPE a [<!ENTITY a "ха"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">{}]>'.format(
    "".join(f'<!ENTITY {chr(letter)} "{f"&{chr(letter - 1)};" * 10}">' for letter in range(ord("c"), ord("k")))
)


@tagged("post_install", "-at_install")
class TestReaderBroken(ReaderCase):
    def only(self, path, kind="goods", name=None):
        """The one file problem of a file, after whatever was read before; its sentence names the file."""
        items = list(readers.read(path, name or path.name, kind))
        self.assertIsInstance(items[-1], readers.Problem)
        self.assertEqual(items[-1].level, "file")
        self.assertIn(name or path.name, readers.describe(items[-1]))
        return items[-1]

    def test_declarations_are_refused_and_nothing_is_fetched(self):
        catalogue = goods("&k;")
        secret = self.put("secret.txt", "тайна")
        for declared in (
            LAUGHS,
            f'<!DOCTYPE a [<!ENTITY k SYSTEM "file://{secret}">]>',
            '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
            '<!-- было --><?x y?>\n<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/"> %p;]>',
            "",
        ):
            with self.subTest(declared[:40]), patch("socket.socket", side_effect=AssertionError("fetched")):
                path = self.put(
                    "import.xml",
                    f'<?xml version="1.0"?>{declared}<КоммерческаяИнформация>{catalogue}</КоммерческаяИнформация>',
                )
                self.assertEqual(self.only(path).code, "xml_entity")
                self.assertEqual(
                    [problem.code for problem in readers.inspect(path, "import.xml").problems], ["xml_entity"]
                )

    def test_a_doctype_in_another_encoding_is_seen_too(self):
        text = '<?xml version="1.0" encoding="UTF-16"?>' + LAUGHS + "<КоммерческаяИнформация/>"
        self.assertEqual(self.only(self.put("import.xml", text.encode("utf-16"))).code, "xml_entity")

    def test_a_doctype_inside_a_workbook(self):
        path = write_xlsx(self.folder / "a.xlsx", [["Склад", "Номенклатура", "Количество"], ["А", "Вал", 1.0]])
        book = zipfile.ZipFile(path).read("xl/workbook.xml").replace(b"<workbook", LAUGHS.encode() + b"<workbook", 1)
        repack(path, contents={"xl/workbook.xml": book})
        self.assertEqual(self.only(path, "stock").code, "xml_entity")

    def test_depth_length_and_units_without_end(self):
        deep = commerce("<a>" * 300 + "</a>" * 300)
        self.assertEqual(self.only(self.put("deep.xml", deep)).code, "xml_deep")
        long = commerce(goods("я" * 18_000_000))
        self.assertEqual(self.only(self.put("long.xml", long)).code, "xml_value_long")
        endless = commerce("<Каталог><Товары><Товар>" + "<Ид/>" * 4_000_001 + "</Товар></Товары></Каталог>")
        self.assertEqual(self.only(self.put("endless.xml", endless)).code, "xml_value_long")

    def test_a_truncated_file_gives_what_came_before(self):
        whole = commerce(goods("Насос", "Клапан", "Вал"))
        path = self.put("import.xml", whole[: whole.rindex("Вал".encode())])
        records, problems = split(readers.read(path, "import.xml", "goods"))
        self.assertEqual([record.values["name"] for record in records], ["Насос", "Клапан"])
        self.assertEqual([problem.code for problem in problems], ["file_truncated"])
        half = self.put("half.xml", whole[: whole.rindex("Вал".encode()) + 1])
        self.assertEqual(self.only(half).code, "file_truncated", "Broken off inside a letter.")

    def test_an_encoding_that_is_not_the_one_declared(self):
        said = b'<?xml version="1.0" encoding="UTF-8"?>\n'
        body = f"<КоммерческаяИнформация>{goods('Насос')}</КоммерческаяИнформация>"
        problem = self.only(self.put("a.xml", said + body.encode("cp1251")))
        self.assertEqual((problem.code, problem.text_args["said"]), ("encoding_wrong", "UTF-8"))
        ansi = said.replace(b"UTF-8", b"windows-1251")
        self.assertEqual(self.only(self.put("b.xml", ansi + body.encode())).code, "encoding_wrong")
        self.assertEqual(
            self.only(self.put("c.xml", said.replace(b"UTF-8", b"base64") + body.encode())).code, "encoding_wrong"
        )

    def test_files_of_another_kind(self):
        for name, content, code in (
            ("a.xlsx", b"", "file_empty"),
            ("a.xlsx", b"\xef\xbb\xbf \r\n", "file_empty"),
            ("a.mxl", b"MOXCEL\x00\x07\x00\x01", "format_unknown"),
            ("a.pdf", b"%PDF-1.7\n\x00\x01\x02", "format_unknown"),
            ("a.xls", b"<html><body><table></table></body></html>", "format_unknown"),
            ("a.xml", b"<rss><channel/></rss>", "xml_foreign"),
            ("a.csv", "просто текст\nи еще".encode(), "header_missing"),
            ("a.xlsx", b"PK\x03\x04" + b"\x00" * 50, "zip_broken"),
            ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "workbook_broken"),
            ("a.xml", "<Товар".encode(), "file_truncated"),
            ("a.xml", "<Каталог></Товары>".encode(), "xml_broken"),
        ):
            with self.subTest(name=name, code=code):
                path = self.put("stored", content)
                self.assertEqual(self.only(path, name=name).code, code)
                self.assertEqual(
                    [problem.code for problem in readers.inspect(path, name).problems if problem.level == "file"],
                    [code],
                )
                self.assertFalse(readers.totals(path, name, "stock").stated)
        self.assertEqual(self.only(self.folder / "none.xlsx").code, "file_missing")

    def test_a_workbook_called_csv_is_read_with_a_word(self):
        path = write_xlsx(self.folder / "a.xlsx", [["Склад", "Номенклатура", "Количество"], ["А", "Вал", 1.0]])
        (problem,) = readers.inspect(path, "a.csv").problems
        self.assertEqual((problem.level, problem.code), ("warning", "format_differs"))
        self.assertEqual(len(split(readers.read(path, "a.csv", "stock"))[0]), 1)

    def test_archives_that_are_not_what_they_seem(self):
        good = {"import.xml": commerce(goods("Насос"))}
        for name, files, code in (
            ("climb.zip", {"../../etc/import.xml": good["import.xml"]}, "zip_path"),
            ("root.zip", {"/import.xml": good["import.xml"]}, "zip_path"),
            ("drive.zip", {"C:\\import.xml": good["import.xml"]}, "zip_path"),
            ("empty.zip", {"readme.md": b"x"}, "zip_empty"),
            ("book.zip", {"Остатки.xlsx": b"PK"}, "format_unknown"),
            ("many.zip", {f"{number}.xml": b"" for number in range(2001)}, "zip_many"),
            ("bomb.zip", {"import.xml": b"<a>" + b" " * 70_000_000}, "zip_bomb"),
        ):
            with self.subTest(name):
                self.assertEqual(self.only(write_zip(self.folder / name, files)).code, code)
        locked = bytearray(write_zip(self.folder / "locked.zip", good).read_bytes())
        for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            locked[locked.index(mark) + place] |= 1
        self.assertEqual(self.only(self.put("locked.zip", bytes(locked))).code, "zip_encrypted")

    def test_a_size_that_lies_is_found_out(self):
        path = write_xlsx(self.folder / "a.xlsx", [["Склад", "Номенклатура", "Количество"], ["А", "Вал", 1.0]])
        with zipfile.ZipFile(path) as archive:
            size = archive.getinfo("xl/sharedStrings.xml").file_size
        content = path.read_bytes().replace(size.to_bytes(4, "little"), (size - 5).to_bytes(4, "little"))
        self.assertEqual(self.only(self.put("b.xlsx", content), "stock").code, "zip_broken")

    def test_an_ods_that_repeats_a_cell_a_million_times(self):
        rows = [["Склад", "Номенклатура", "Количество"], ["А", "Вал", 1.0]]
        path = write_ods(self.folder / "a.ods", rows)
        content = zipfile.ZipFile(path).read("content.xml")
        wide = content.replace(
            b'office:value-type="float"', b'table:number-columns-repeated="999999999" office:value-type="float"'
        )
        repack(path, contents={"content.xml": wide})
        self.assertEqual(len(self.parse(path, "stock")[0]), 1)

    def test_a_workbook_of_many_megabytes_is_a_stream(self):
        """What calamine would hold in memory at once is read row by row: the memory does not grow with the rows."""
        peaks = []
        for count in (2_000, 20_000):
            rows = [
                ["Склад", "Номенклатура", "Количество"],
                *([f"Склад {n % 5}", f"Вал {n}", 1.0] for n in range(count)),
            ]
            path = write_xlsx(self.folder / f"{count}.xlsx", rows)
            with patch.object(xlsx, "WHOLE_LIMIT", 0):
                peaks.append(self.peak(path, "stock", count))
        self.assertLess(peaks[1] - peaks[0], 24_000_000, "Only shared strings and the keys grow.")

    def test_commerceml_is_flat_in_memory(self):
        extra = "<Описание>" + "описание " * 40 + "</Описание>"
        peaks = [
            self.peak(self.put("import.xml", commerce(goods(*map(str, range(count)), extra=extra))), "goods", count)
            for count in (1_000, 20_000)
        ]
        self.assertLess(peaks[1] - peaks[0], 6_000_000, "A key of each is kept, nothing else.")

    def peak(self, path, kind, count):
        """Bytes that reading adds at most."""
        tracemalloc.start()
        try:
            self.assertEqual(
                sum(isinstance(item, readers.Record) for item in readers.read(path, path.name, kind)), count
            )
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    def test_the_limits_say_their_size(self):
        path = write_xlsx(self.folder / "a.xlsx", [["Склад", "Номенклатура", "Количество"], ["А", "Вал", 1.0]])
        with patch.object(xlsx, "STRINGS_LIMIT", 10):
            problem = self.only(path, "stock")
        self.assertEqual(problem.code, "too_big")
        self.assertIn("in parts", readers.describe(problem))


# What headings, totals and empty places of reports say, and what is none of them.
WORDS = (
    *("Склад", "Номенклатура", "Количество", "Контрагент", "Итого", "Сумма"),
    *("<...>", "#N/A", "я" * 500, "", "", 5.0, -1e300, 46054.0, "1,5", "от 01.01.2026", " "),
)


def _can_be_stored(text):
    """Letters that a workbook can hold at all."""
    return all(letter.isprintable() for letter in text)


def mutations(data):
    """Bytes changed, cut, doubled or put in, a few at a time."""
    places = st.integers(0, max(len(data) - 1, 0))
    change = st.tuples(
        st.sampled_from(["flip", "cut", "double", "insert", "end"]), places, st.integers(1, 40), st.binary(max_size=8)
    )
    return st.lists(change, min_size=1, max_size=6)


def mutate(data, changes):
    for kind, place, length, extra in changes:
        if kind == "flip":
            data = data[:place] + bytes(byte ^ 0x5A for byte in data[place : place + 2]) + data[place + 2 :]
        elif kind == "cut":
            data = data[:place] + data[place + length :]
        elif kind == "double":
            data = data[:place] + data[place : place + length] * 3 + data[place + length :]
        elif kind == "insert":
            data = data[:place] + extra + data[place:]
        else:
            data = data[: max(place, 1)]
    return data


@tagged("post_install", "-at_install")
class TestReaderMutations(ReaderCase):
    """Whatever is done to a file: records and problems come out of it, never a traceback."""

    def sound(self, name, data):
        path = self.put("stored", data)
        inspection = readers.inspect(path, name)
        for problem in inspection.problems:
            readers.describe(problem)
        for kind in ("goods", "stock", "prices", "customers", "customer_orders", "settlements", "groups", "boms"):
            for item in readers.read(path, name, kind):
                if isinstance(item, readers.Problem):
                    self.assertIn(item.level, ("file", "error", "warning"))
                    self.assertTrue(readers.describe(item))
                else:
                    self.assertTrue(item.key and item.version and item.place)
            readers.totals(path, name, kind)

    def try_all(self, name, data, examples):
        @settings(
            max_examples=examples,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
        )
        @given(mutations(data))
        def run(changes):
            self.sound(name, mutate(data, changes))

        run()

    def test_text_files(self):
        for path in sorted(SAMPLES.iterdir()):
            with self.subTest(path.name):
                self.try_all(path.name, path.read_bytes(), 40)

    def test_workbooks_as_they_are_stored(self):
        rows = [
            ["Склад", "Номенклатура", "Количество", "Годен до"],
            *([f"Склад {n % 3}", f"Вал {n}", n / 7, "01.02.2026"] for n in range(40)),
        ]
        for write, name in ((write_xlsx, "a.xlsx"), (write_xls, "a.xls"), (write_ods, "a.ods")):
            with self.subTest(name):
                self.try_all(name, write(self.folder / name, rows).read_bytes(), 60)

    def test_parts_of_workbooks(self):
        """The XML inside, packed again: what a checksum would hide otherwise."""
        rows = [
            ["", "Контрагент", "", "Сумма"],
            ["", "Договор"],
            ["", "Завод", "", 5.0],
            ["", "Д-1", "", 5.0],
            ["", "Итого", "", 5.0],
        ]
        source = write_xlsx(self.folder / "a.xlsx", rows, [0, 0, 0, 1, 0]).read_bytes()
        for part in (
            "xl/worksheets/sheet1.xml",
            "xl/sharedStrings.xml",
            "xl/workbook.xml",
            "xl/styles.xml",
            "xl/_rels/workbook.xml.rels",
        ):
            self.mutate_part(source, part)
        source = write_ods(self.folder / "a.ods", rows, [0, 0, 0, 1, 0]).read_bytes()
        self.mutate_part(source, "content.xml")

    def mutate_part(self, source, part):
        data = zipfile.ZipFile(io.BytesIO(source)).read(part)

        @settings(
            max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
        )
        @given(mutations(data))
        def run(changes):
            path = self.put("packed", source)
            repack(path, contents={part: mutate(data, changes)})
            self.sound("a.xlsx", path.read_bytes())

        with self.subTest(part):
            run()

    def test_cells_of_any_kind_in_any_place(self):
        cells = st.one_of(st.sampled_from(WORDS), st.floats(-1e300, 1e300), st.text(max_size=20).filter(_can_be_stored))
        row = st.tuples(st.integers(0, 3), st.lists(cells, max_size=7))

        @settings(
            max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
        )
        @given(st.lists(row, min_size=1, max_size=13))
        def run(rows):
            levels, cells = zip(*rows, strict=True)
            self.sound("a.xlsx", write_xlsx(self.folder / "a.xlsx", cells, levels).read_bytes())

        run()
