"""Statement files as banks write them, made from a few words."""

OURS = "40702810938000012345"


def document(
    number, amount, purpose, inn="", day="02.03.2026", outgoing=False, account="40702810000000000001", **extra
):
    """Lines of a document of the file."""
    sides = {"Плательщик": (account, inn), "Получатель": (OURS, "5040001426")}
    if outgoing:
        sides = {"Плательщик": (OURS, "5040001426"), "Получатель": (account, inn)}
    lines = ["СекцияДокумент=Платежное поручение", f"Номер={number}", f"Дата={day}", f"Сумма={amount}"]
    for side, (number_of_account, own) in sides.items():
        name = f"ИНН {own} Общество" if own else "Общество"
        lines += [f"{side}Счет={number_of_account}", f"{side}={name}", f"{side}ИНН={own}", f"{side}1=Общество"]
    lines += [f"{name}={value}" for name, value in extra.items()]
    return [*lines, f"НазначениеПлатежа={purpose}", "КонецДокумента"]


def statement(*documents, account=OURS, totals=None, encoding="cp1251", end=True):
    """Bytes of a file; totals are (opening, came, gone, closing)."""
    lines = ["1CClientBankExchange", "ВерсияФормата=1.03", "Кодировка=Windows", "ДатаНачала=01.03.2026"]
    lines += ["ДатаКонца=05.03.2026", f"РасчСчет={account}"]
    if totals:
        names = ("НачальныйОстаток", "ВсегоПоступило", "ВсегоСписано", "КонечныйОстаток")
        lines += ["СекцияРасчСчет", f"РасчСчет={account}"]
        lines += [f"{name}={value}" for name, value in zip(names, totals, strict=True)]
        lines.append("КонецРасчСчет")
    for one in documents:
        lines += one
    return "\r\n".join([*lines, *(["КонецФайла"] if end else [])]).encode(encoding)
