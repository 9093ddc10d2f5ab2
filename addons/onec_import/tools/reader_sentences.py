"""The sentences of `readers.PROBLEMS` once more, where translators find them: the readers know no Odoo."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


SENTENCES = {
    "file_missing": _lt("The file %(file)s cannot be opened. Upload it again."),
    "file_empty": _lt("The file %(file)s is empty. Unload it from 1C again."),
    "format_unknown": _lt(
        "%(file)s is neither a workbook (xlsx, xls, ods, csv) nor a CommerceML file (xml, zip). Save the "
        "report in 1C as an Excel workbook and upload that."
    ),
    "format_differs": _lt(
        "%(file)s is called %(said)s but is a %(found)s file; it is read as what it is. Check that it is "
        "the file you meant."
    ),
    "too_big": _lt(
        "%(file)s has %(size)s MiB, and at most %(limit)s MiB of a %(found)s file are read at once. "
        "Unload it in parts or save it as CSV."
    ),
    "file_truncated": _lt(
        "%(file)s breaks off at line %(row)s: it was not copied whole. Everything before was read; unload"
        " the file again and upload it anew."
    ),
    "xml_broken": _lt("%(file)s is not well-formed XML at line %(row)s: %(value)s. Unload it from 1C again."),
    "xml_entity": _lt(
        "%(file)s declares a document type or entities, which 1C never writes. The file is refused and "
        "nothing was fetched; unload it from 1C again."
    ),
    "xml_deep": _lt(
        "%(file)s nests elements more than %(limit)s deep at line %(row)s, which 1C never does. The file "
        "is refused; unload it from 1C again."
    ),
    "xml_value_long": _lt(
        "%(file)s has a value or an element at line %(row)s that is larger than %(limit)s MiB. The file "
        "is refused; unload it from 1C without embedded pictures."
    ),
    "xml_foreign": _lt(
        "%(file)s is XML but not CommerceML: its root is %(value)s. Unload the exchange file of the site from 1C."
    ),
    "encoding_wrong": _lt(
        "%(file)s says that it is written in %(said)s, but line %(row)s is not. Save it in UTF-8 and upload it again."
    ),
    "zip_broken": _lt("The archive %(file)s is damaged: %(value)s. Pack it again."),
    "zip_encrypted": _lt("The archive %(file)s is protected by a password. Pack it without one."),
    "zip_path": _lt("The archive %(file)s holds a name that leads out of it: %(value)s. The archive is refused."),
    "zip_bomb": _lt(
        "The archive %(file)s would unpack to %(size)s MiB out of %(packed)s MiB. It is refused; pack it "
        "again with the files of 1C only."
    ),
    "zip_many": _lt("The archive %(file)s holds %(size)s files, more than %(limit)s. Pack the XML files of 1C only."),
    "zip_empty": _lt("The archive %(file)s holds no CommerceML file and no workbook. Pack the XML files of 1C."),
    "workbook_broken": _lt(
        "The workbook %(file)s cannot be read: %(value)s. Open it in Excel, save it as xlsx and upload that."
    ),
    "workbook_password": _lt("The workbook %(file)s is protected by a password. Save it without one."),
    "sheet_missing": _lt("%(file)s has no sheet %(value)s. Choose one of: %(known)s."),
    "header_missing": _lt(
        "No heading of columns was found in %(file)s, sheet %(sheet)s. Say in which rows the heading "
        "stands, or unload the report as a flat list with headings."
    ),
    "column_missing": _lt(
        "%(file)s, sheet %(sheet)s has no column for %(value)s. Assign a column by hand or unload the report with it."
    ),
    "kind_differs": _lt(
        "%(file)s, sheet %(sheet)s has nothing of what was asked for (%(said)s); it looks like: "
        "%(found)s. Choose that kind or upload the right file."
    ),
    "nothing_found": _lt(
        "%(file)s holds no record of what was asked for (%(said)s). Check the filters of the report in 1C."
    ),
    "levels_unknown": _lt(
        "The report %(file)s, sheet %(sheet)s has %(value)s levels of groups, and only these are known: "
        "%(known)s. The others are left out; say what each level is, or unload a flat list (Универсальный"
        " отчет)."
    ),
    "value_missing": _lt("%(file)s, row %(row)s: %(column)s is empty. Fill it in."),
    "number_wrong": _lt("%(file)s, row %(row)s, %(column)s: %(value)s is not a number. Correct it."),
    "date_wrong": _lt("%(file)s, row %(row)s, %(column)s: %(value)s is not a date. Write it as 31.12.2025."),
    "bool_wrong": _lt("%(file)s, row %(row)s, %(column)s: %(value)s is neither yes nor no. Write Да or Нет."),
    "choice_unknown": _lt("%(file)s, row %(row)s, %(column)s: %(value)s is not known. Write one of: %(known)s."),
    "vat_unknown": _lt(
        "%(file)s, row %(row)s, %(column)s: %(value)s is no VAT rate. Write 20%%, 10%%, 0%% or Без НДС."
    ),
    "cell_error": _lt(
        "%(file)s, row %(row)s, %(column)s holds the error %(value)s of Excel. Correct the formula or the value."
    ),
    "text_long": _lt("%(file)s, row %(row)s, %(column)s is longer than %(limit)s characters. Shorten it."),
    "duplicate_id": _lt(
        "%(file)s, row %(row)s: %(value)s stands already in row %(first)s and differs. Leave one of them."
    ),
    "row_again": _lt(
        "%(file)s, row %(row)s: %(value)s stands already in row %(first)s; both rows are taken over. "
        "Check that it is not the same thing twice."
    ),
    "document_torn": _lt(
        "%(file)s, row %(row)s: the lines of %(value)s do not stand together (it began in row %(first)s)."
        " Sort the list by document and upload it again."
    ),
    "head_differs": _lt(
        "%(file)s, row %(row)s, %(column)s: %(value)s differs from the first line of the same document. "
        "The first is taken."
    ),
    "totals_differ": _lt(
        "%(file)s, row %(row)s, %(column)s: the rows make %(found)s, but the file states %(value)s. "
        "Unload the report again, with all its groups opened."
    ),
    "line_sum_differs": _lt(
        "%(file)s, row %(row)s: quantity times price makes %(found)s, but the file states %(value)s."
    ),
    "inn_length": _lt("%(file)s, row %(row)s: ИНН %(value)s has neither 10 nor 12 digits. Correct it in 1C."),
    "inn_check": _lt("%(file)s, row %(row)s: ИНН %(value)s fails its check digit. Look it up and correct it."),
    "kpp_wrong": _lt("%(file)s, row %(row)s: КПП %(value)s is not 9 characters as it should be. Correct it."),
    "okpo_wrong": _lt("%(file)s, row %(row)s: ОКПО %(value)s fails its check digit. Look it up and correct it."),
    "bic_wrong": _lt("%(file)s, row %(row)s: БИК %(value)s has not 9 digits. Correct it."),
    "account_wrong": _lt("%(file)s, row %(row)s: bank account %(value)s has not 20 digits. Correct it."),
    "account_check": _lt("%(file)s, row %(row)s: bank account %(value)s does not fit its БИК. Check both."),
    "barcode_wrong": _lt("%(file)s, row %(row)s: barcode %(value)s fails its check digit. Check it on the goods."),
    "email_wrong": _lt("%(file)s, row %(row)s: %(value)s is no e-mail address. Correct it."),
    "dates_turned": _lt(
        "%(file)s, row %(row)s: good until %(value)s, but made on %(found)s. Correct the dates of the series."
    ),
    "series_without_goods": _lt(
        "%(file)s, row %(row)s: the series %(value)s stands without a product. Fill the product in."
    ),
    "negative": _lt("%(file)s, row %(row)s, %(column)s: %(value)s is less than zero. Correct it in 1C first."),
    "done_over": _lt("%(file)s, row %(row)s: %(found)s done of %(value)s ordered. Check the order in 1C."),
    "group_unknown": _lt("%(file)s, row %(row)s: the group %(value)s is not in the file; taken over without a group."),
    "property_unknown": _lt(
        "%(file)s, row %(row)s: the value %(value)s of %(column)s is not in the file; taken as it is."
    ),
    "price_type_unknown": _lt(
        "%(file)s, row %(row)s: the price type %(value)s is not in the file. Unload it with the price types."
    ),
    "warehouse_unknown": _lt(
        "%(file)s, row %(row)s: the warehouse %(value)s is not in the file. Unload it with the warehouses."
    ),
}
