"""A settlement report of 50 000 rows read and checked. Goal: 3 times what python-calamine takes to merely load it.

The report is as 1C writes it: labels in column B by outline level (counterparty, contract, document), opening and closing
balance in F and J, and the cells that are merged with those blank but styled. Reading gives a record a document, with its customer, contract, number, date
and signed sum, and compares every group with what it states.
"""

import os
import tempfile
from pathlib import Path

from common import result, rounds, stopwatch

ROWS = int(os.environ.get("BENCH_ROWS", 50_000))
TITLES = ("Ведомость по взаиморасчетам с контрагентами", "Период: 1 января 2025 г.")
HEADING = ("Контрагент", "Договор", "Документ расчетов")
DOCUMENTS = 4
CONTRACTS = 2
BLANKS = (2, 3, 4, 6, 7, 8, 10, 11, 12)


def amounts(number):
    """Sums of the documents of a customer: a list a contract, in kopecks, of either sign."""
    first = number * CONTRACTS * DOCUMENTS
    kopecks = [(place * 371_137) % 99_991_003 - 20_000_000 for place in range(first, first + CONTRACTS * DOCUMENTS)]
    return [kopecks[place : place + DOCUMENTS] for place in range(0, len(kopecks), DOCUMENTS)]


def lines():
    """(level, label, kopecks) of the report, ROWS of them."""
    for number in range(ROWS // (1 + CONTRACTS * (1 + DOCUMENTS))):
        contracts = amounts(number)
        yield 0, f"ООО Завод {number}", sum(map(sum, contracts))
        for place, documents in enumerate(contracts):
            yield 1, f"Договор № {number}-{place} от 01.01.2024", sum(documents)
            for line, amount in enumerate(documents):
                day = (number + line) % 28 + 1
                yield 2, f"Реализация товаров и услуг ТД00-{number:06}{place}{line} от {day:02}.01.2025 0:00:00", amount


def write(path):
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("TDSheet")
    text, money = book.add_format({"border": 1}), book.add_format({"border": 1, "num_format": "#,##0.00"})
    for row, title in enumerate(TITLES):
        sheet.write_string(row, 1, title)
    for row, label in enumerate(HEADING, 5):
        sheet.write_string(row, 1, label, text)
    sheet.write_string(5, 5, "Сумма (руб)(нач. остаток)", text)
    sheet.write_string(5, 9, "Сумма (руб)(кон. остаток)", text)
    for row, (level, label, kopecks) in enumerate(lines(), 8):
        sheet.set_row(row, None, None, {"level": level})
        sheet.write_string(row, 1, label, text)
        sheet.write_number(row, 5, kopecks / 50, money)
        sheet.write_number(row, 9, kopecks / 100, money)
        for column in BLANKS:
            sheet.write_blank(row, column, None, text)
    book.close()


def read(path):
    from odoo.addons.onec_import import readers

    with stopwatch() as passed:
        items = sum(item.values["amount"] for item in readers.read(path, path.name, "settlements"))
        seconds = passed()
    assert items * 100 == sum(kopecks for level, _label, kopecks in lines() if level == 2), items
    return seconds


def load(path):
    import python_calamine

    with stopwatch() as passed:
        for _row in python_calamine.load_workbook(str(path)).get_sheet_by_name("TDSheet").iter_rows():
            pass
        return passed()


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.xlsx"
        write(path)
        times = rounds({"ours": lambda: read(path), "reference": lambda: load(path)})
    yield result("onec_xlsx", times["ours"], times["reference"], "<= 3.0", n=ROWS)
