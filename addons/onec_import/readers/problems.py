"""What can be wrong, in sentences that say what to do. The code is what is kept; the sentence is made when shown.

%(file)s, %(sheet)s, %(row)s, %(column)s and %(value)s are always there.
"""

FILES = {
    "file_missing": "The file %(file)s cannot be opened. Upload it again.",
    "file_empty": "The file %(file)s is empty. Unload it from 1C again.",
    "format_unknown": "%(file)s is neither a workbook (xlsx, xls, ods, csv) nor a CommerceML file (xml, zip). "
    "Save the report in 1C as an Excel workbook and upload that.",
    "format_differs": "%(file)s is called %(said)s but is a %(found)s file; it is read as what it is. Check that it is the "
    "file you meant.",
    "too_big": "%(file)s has %(size)s MiB, and at most %(limit)s MiB of a %(found)s file are read at once. "
    "Unload it in parts or save it as CSV.",
    "file_truncated": "%(file)s breaks off at line %(row)s: it was not copied whole. Everything before was read; unload "
    "the file again and upload it anew.",
    "xml_broken": "%(file)s is not well-formed XML at line %(row)s: %(value)s. Unload it from 1C again.",
    "xml_entity": "%(file)s declares a document type or entities, which 1C never writes. The file is refused and nothing was "
    "fetched; unload it from 1C again.",
    "xml_deep": "%(file)s nests elements more than %(limit)s deep at line %(row)s, which 1C never does. The file is refused; "
    "unload it from 1C again.",
    "xml_value_long": "%(file)s has a value or an element at line %(row)s that is larger than %(limit)s MiB. The file is "
    "refused; unload it from 1C without embedded pictures.",
    "xml_foreign": "%(file)s is XML but not CommerceML: its root is %(value)s. Unload the exchange file of the site from 1C.",
    "encoding_wrong": "%(file)s says that it is written in %(said)s, but line %(row)s is not. Save it in UTF-8 and upload it "
    "again.",
    "zip_broken": "The archive %(file)s is damaged: %(value)s. Pack it again.",
    "zip_encrypted": "The archive %(file)s is protected by a password. Pack it without one.",
    "zip_path": "The archive %(file)s holds a name that leads out of it: %(value)s. The archive is refused.",
    "zip_bomb": "The archive %(file)s would unpack to %(size)s MiB out of %(packed)s MiB. It is refused; pack it again with "
    "the files of 1C only.",
    "zip_many": "The archive %(file)s holds %(size)s files, more than %(limit)s. Pack the XML files of 1C only.",
    "zip_empty": "The archive %(file)s holds no CommerceML file and no workbook. Pack the XML files of 1C.",
    "workbook_broken": "The workbook %(file)s cannot be read: %(value)s. Open it in Excel, save it as xlsx and upload that.",
    "workbook_password": "The workbook %(file)s is protected by a password. Save it without one.",
    "sheet_missing": "%(file)s has no sheet %(value)s. Choose one of: %(known)s.",
    "header_missing": "No heading of columns was found in %(file)s, sheet %(sheet)s. Say in which rows the heading stands, or "
    "unload the report as a flat list with headings.",
    "column_missing": "%(file)s, sheet %(sheet)s has no column for %(value)s. Assign a column by hand or unload the report "
    "with it.",
    "kind_differs": "%(file)s, sheet %(sheet)s has nothing of what was asked for (%(said)s); it looks like: %(found)s. Choose "
    "that kind or upload the right file.",
    "nothing_found": "%(file)s holds no record of what was asked for (%(said)s). Check the filters of the report in 1C.",
    "levels_unknown": "The report %(file)s, sheet %(sheet)s has %(value)s levels of groups, and only these are known: %(known)s. "
    "The others are left out; say what each level is, or unload a flat list (Универсальный отчет).",
}

ROWS = {
    "value_missing": "%(file)s, row %(row)s: %(column)s is empty. Fill it in.",
    "number_wrong": "%(file)s, row %(row)s, %(column)s: %(value)s is not a number. Correct it.",
    "date_wrong": "%(file)s, row %(row)s, %(column)s: %(value)s is not a date. Write it as 31.12.2025.",
    "bool_wrong": "%(file)s, row %(row)s, %(column)s: %(value)s is neither yes nor no. Write Да or Нет.",
    "choice_unknown": "%(file)s, row %(row)s, %(column)s: %(value)s is not known. Write one of: %(known)s.",
    "vat_unknown": "%(file)s, row %(row)s, %(column)s: %(value)s is no VAT rate. Write 20%%, 10%%, 0%% or Без НДС.",
    "cell_error": "%(file)s, row %(row)s, %(column)s holds the error %(value)s of Excel. Correct the formula or the value.",
    "text_long": "%(file)s, row %(row)s, %(column)s is longer than %(limit)s characters. Shorten it.",
    "duplicate_id": "%(file)s, row %(row)s: %(value)s stands already in row %(first)s and differs. Leave one of them.",
    "row_again": "%(file)s, row %(row)s: %(value)s stands already in row %(first)s; both rows are taken over. Check that it is "
    "not the same thing twice.",
    "document_torn": "%(file)s, row %(row)s: the lines of %(value)s do not stand together (it began in row %(first)s). Sort "
    "the list by document and upload it again.",
    "head_differs": "%(file)s, row %(row)s, %(column)s: %(value)s differs from the first line of the same document. The first "
    "is taken.",
    "totals_differ": "%(file)s, row %(row)s, %(column)s: the rows make %(found)s, but the file states %(value)s. Unload the "
    "report again, with all its groups opened.",
    "line_sum_differs": "%(file)s, row %(row)s: quantity times price makes %(found)s, but the file states %(value)s.",
    "inn_length": "%(file)s, row %(row)s: ИНН %(value)s has neither 10 nor 12 digits. Correct it in 1C.",
    "inn_check": "%(file)s, row %(row)s: ИНН %(value)s fails its check digit. Look it up and correct it.",
    "kpp_wrong": "%(file)s, row %(row)s: КПП %(value)s is not 9 characters as it should be. Correct it.",
    "okpo_wrong": "%(file)s, row %(row)s: ОКПО %(value)s fails its check digit. Look it up and correct it.",
    "bic_wrong": "%(file)s, row %(row)s: БИК %(value)s has not 9 digits. Correct it.",
    "account_wrong": "%(file)s, row %(row)s: bank account %(value)s has not 20 digits. Correct it.",
    "account_check": "%(file)s, row %(row)s: bank account %(value)s does not fit its БИК. Check both.",
    "barcode_wrong": "%(file)s, row %(row)s: barcode %(value)s fails its check digit. Check it on the goods.",
    "email_wrong": "%(file)s, row %(row)s: %(value)s is no e-mail address. Correct it.",
    "dates_turned": "%(file)s, row %(row)s: good until %(value)s, but made on %(found)s. Correct the dates of the series.",
    "series_without_goods": "%(file)s, row %(row)s: the series %(value)s stands without a product. Fill the product in.",
    "negative": "%(file)s, row %(row)s, %(column)s: %(value)s is less than zero. Correct it in 1C first.",
    "done_over": "%(file)s, row %(row)s: %(found)s done of %(value)s ordered. Check the order in 1C.",
    "group_unknown": "%(file)s, row %(row)s: the group %(value)s is not in the file; taken over without a group.",
    "property_unknown": "%(file)s, row %(row)s: the value %(value)s of %(column)s is not in the file; taken as it is.",
    "price_type_unknown": "%(file)s, row %(row)s: the price type %(value)s is not in the file. Unload it with the price types.",
    "warehouse_unknown": "%(file)s, row %(row)s: the warehouse %(value)s is not in the file. Unload it with the warehouses.",
}

PROBLEMS = {**FILES, **ROWS}


def describe(problem):
    """The sentence of a problem, in English."""
    return PROBLEMS[problem.code] % problem.args
