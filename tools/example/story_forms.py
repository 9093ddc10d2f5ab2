"""The part of the day that is paper and money: a statement of the bank, the papers of a shipment, a signed copy."""

from odoo import fields

from example import data

CORR = "30101810845250000999"
KPP, OKPO = "710201001", "00032537"
# role: (who, position, in whose name)
SIGNERS = {
    "director": ("Тихонов В. С.", "Генеральный директор", "Устава"),
    "accountant": ("Лукина Т. И.", "Главный бухгалтер", ""),
    "shipper": ("Соколов А. Д.", "Кладовщик", ""),
    "responsible": ("Лукина Т. И.", "Главный бухгалтер", ""),
}
CAME = 10_000
UNKNOWN = "ООО «Волгамаш-Сервис»"


def make_forms(env):
    """What printed forms ask for of the company."""
    company = env.company
    company.tax_calculation_rounding_method = "round_per_line"
    company.partner_id.write({"kpp": KPP, "okpo": OKPO, "is_company": True})
    company.partner_id.bank_ids.bank_id.write({"corr_account": CORR, "city": "Москва"})
    env["sale.form.signer"].create(
        [
            {"role": role, "name": name, "position": position, "basis": basis, "sequence": number}
            for number, (role, (name, position, basis)) in enumerate(SIGNERS.items())
        ]
    )


def make_document(number, day, amount, payer, payee, purpose):
    """A document of a statement file; payer and payee are (account, INN, name)."""
    lines = ["СекцияДокумент=Платежное поручение", f"Номер={number}", f"Дата={day}", f"Сумма={amount:.2f}"]
    for side, (account, inn, name) in (("Плательщик", payer), ("Получатель", payee)):
        lines += [f"{side}Счет={account}", f"{side}=ИНН {inn} {name}", f"{side}ИНН={inn}", f"{side}1={name}"]
    return [*lines, f"НазначениеПлатежа={purpose}", "КонецДокумента"]


class FormsStory:
    def bank_statement_comes(self):
        """The accountant takes the statement of the bank over: one payment finds its request, one nobody knows."""
        request = self.order.payment_request_ids.sorted("id")[-1:]
        raw = self.make_statement(request)
        statements = self.as_user("accountant", self.env["sale.bank.statement"])
        statement = statements._take(raw, "kl_to_1c.txt")
        assert statements._take(raw, "kl_to_1c.txt") == statement
        for line in statement.line_ids.sorted("number"):
            self.tell(f"{line.number}: {line.amount:,.2f} {line.other_name}: {line.state}, {line.reason}")
        self.tell(f"{request.name}: paid {request.amount_paid:,.2f} of {request.amount:,.2f}")

    def make_statement(self, request):
        day = fields.Date.context_today(request).strftime("%d.%m.%Y")
        ours = (data.BANK[2], self.env.company.vat, data.COMPANY["name"])
        buyer = request.partner_id.commercial_partner_id
        payer = (buyer.bank_ids[:1].acc_number or "40702810000000000001", buyer.vat, buyer.name)
        documents = (
            make_document(118, day, CAME, payer, ours, f"Оплата по счету № {request.name}, в т.ч. НДС"),
            make_document(
                71, day, 5_400, ("40702810000000000077", "6316000018", UNKNOWN), ours, "Оплата за ремонт насоса"
            ),
            make_document(
                204, day, 1_000, ours, ("03100643000000018500", "7727406020", "Казначейство"), "Единый налоговый платеж"
            ),
        )
        head = [
            "1CClientBankExchange",
            "ВерсияФормата=1.03",
            "Кодировка=Windows",
            f"ДатаНачала={day}",
            f"ДатаКонца={day}",
        ]
        turnover = ["СекцияРасчСчет", f"РасчСчет={data.BANK[2]}", "НачальныйОстаток=100000.00"]
        turnover += [
            f"ВсегоПоступило={CAME + 5_400}.00",
            "ВсегоСписано=1000.00",
            f"КонечныйОстаток={104_400 + CAME}.00",
        ]
        lines = [*head, f"РасчСчет={data.BANK[2]}", *turnover, "КонецРасчСчет"]
        for document in documents:
            lines += document
        return "\r\n".join([*lines, "КонецФайла"]).encode("cp1251")

    def papers_are_printed(self):
        """The papers of the shipment are printed with the list of them; the request to pay has its code."""
        picking = self.order.picking_ids.filtered(lambda one: one.state == "done").sorted("id")[:1]
        picking.write({"form_vehicle": "ГАЗель Р 118 ТО 71", "form_driver": "Ильин С. В.", "form_packages": 4})
        forms = self.as_user("manager", self.env["sale.form"])
        papers = forms._make_set(self.as_user("manager", picking))
        papers += forms._make("request", self.as_user("manager", self.order.payment_request_ids.sorted("id")[-1:]))
        for paper in papers:
            self.tell(f"{paper.display_name}: {paper.pages} page(s), {paper.barcode}")

    def signed_copy_comes(self):
        """The signed transfer document comes back and lies with its deal."""
        form = self.env["sale.form"].search([("kind_id.code", "=", "upd"), ("deal_id", "=", self.deal.id)], limit=1)
        scans = self.as_user("accountant", self.env["sale.form.scan"])
        scan = scans._take_file(form.attachment_id.raw, "upd_signed.pdf", "upload")
        self.tell(f"{scan.name}: {scan.state}, {scan.form_id.display_name} of {scan.deal_id.name}")
