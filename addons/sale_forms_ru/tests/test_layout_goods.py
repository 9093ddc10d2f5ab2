from lxml import etree

from odoo.tests import BaseCase

from ..tools import sheet
from ..tools.goods import Goods
from .test_layout import read_pages


class Row:
    """A row as the table of goods knows it: an element that may continue the one above it."""

    def __init__(self, goes_on=False):
        self.goes_on = goes_on

    def get(self, name):
        return "1" if self.goes_on and name == "goes_on" else None


class TestBreaks(BaseCase):
    """Where a page of goods may end."""

    def get_break(self, pattern, fits):
        """`pattern` has a letter for each line: a capital begins a group, a small letter goes on with it."""
        goods = Goods(None, [], [Row(letter.islower()) for letter in pattern], [], None, [])
        return goods._get_break(fits)

    def test_lines_alone_break_anywhere(self):
        self.assertEqual([self.get_break("AAAA", fits) for fits in (1, 2, 3)], [1, 2, 3])

    def test_groups_are_not_torn(self):
        self.assertEqual([self.get_break("AbbbAbbbAbbb", fits) for fits in range(4, 12)], [4] * 4 + [8] * 4)

    def test_a_group_longer_than_a_page_is_torn_all_the_same(self):
        self.assertEqual(self.get_break("Abbbbb", 3), 3)

    def test_what_a_torn_page_leaves_free_takes_no_line_of_the_next_group(self):
        head = "<head><tr><td>ШАПКА</td><td>x</td></tr></head>"
        group = "".join(
            f"<line{mark}><td>{part}</td><td>1</td></line>"
            for part, mark in (("А", ""), ("Б", ' goes_on="1"'), ("В", ' goes_on="1"'), ("Г", ' goes_on="1"'))
        )
        rows = group * 60
        tail = "<foot/><tail><text>конец</text></tail>"
        content, pages = sheet.render(
            f"<sheet size='7'><goods widths='20 60' grid='1'>{head}{rows}{tail}</goods></sheet>"
        )
        self.assertGreater(pages, 2)
        for words in read_pages(content):
            self.assertEqual(words.count("ШАПКА"), 1)
            self.assertEqual(words[words.index("x") + 1], "А", "a page begins with a group")
            self.assertEqual({words.count(part) for part in "АБВГ"}, {words.count("А")})


class TestCells(BaseCase):
    """What one cell of a sheet becomes."""

    def make(self, xml):
        made = sheet.Sheet(f"<sheet size='8'>{xml}</sheet>", 1)
        sheet._register_fonts()
        return made, made.root[0]

    def fill(self, xml):
        made, table = self.make(f"<table widths='50'><tr>{xml}</tr></table>")
        return made._fill(table.find("tr/td"), table)

    def test_a_number_stays_text(self):
        self.assertEqual(self.fill("<td n='1'> 12,50 </td>"), "12,50")

    def test_words_become_a_paragraph_and_nothing_stays_nothing(self):
        self.assertEqual(self.fill("<td>Насос <b>новый</b></td>").getPlainText(), "Насос новый")
        self.assertEqual(self.fill("<td/>"), "")

    def test_words_before_a_block_stay(self):
        lead, space = self.fill("<td>Соколов А. П.<space h='3'/></td>")
        self.assertEqual(lead.getPlainText(), "Соколов А. П.")
        self.assertGreater(space.height, 8)

    def test_markup_in_words_before_a_block_is_no_markup(self):
        lead, _space = self.fill("<td>5 &lt; 6 &amp; 7<space h='3'/></td>")
        self.assertEqual(lead.getPlainText(), "5 < 6 & 7")

    def test_a_block_alone_stays_alone(self):
        self.assertEqual(len(self.fill("<td><space h='3'/></td>")), 1)

    def test_sizes_of_cell_table_and_sheet(self):
        made, table = self.make("<table widths='50' size='6'><tr><td>a</td><td size='9'>b</td></tr></table>")
        cells = table.findall("tr/td")
        self.assertEqual([made._get_letters(cell, table)[0] for cell in cells], [6, 9])
        self.assertEqual(made._get_letters(etree.Element("td"))[0], 8)
        self.assertEqual(made._fill(cells[0], table).style.fontSize, 6)

    def test_a_picture_that_is_not_there_takes_no_place(self):
        self.assertEqual(self.fill("<td><image src='' w='10' h='10'/></td>"), [])

    def test_cells_over_columns_and_rows(self):
        made, table = self.make(
            "<table widths='10 10 10' grid='1'><tr><td rows='2'>a</td><td span='2'>b</td></tr>"
            "<tr><td>c</td><td>d</td></tr></table>"
        )
        cells, commands = made._lay_out(table, table.findall("tr"), 3)
        self.assertEqual(cells[0][2], "")
        self.assertEqual([cells[1][place].getPlainText() for place in (1, 2)], ["c", "d"])
        spans = {(start, end) for name, start, end, *_rest in commands if name == "SPAN"}
        self.assertEqual(spans, {((0, 0), (0, 1)), ((1, 0), (2, 0))})
