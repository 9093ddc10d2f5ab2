"""Part of the story: the administrator takes the last things over from 1C."""

import base64

GOODS = """Код;Артикул;Наименование;Группа;Ед. изм.;Вес;Ставка НДС
00-000101;ЗИП-101;Сальник торцевой 50 мм;Запасные части / Насосы;шт;0,4;Без НДС
00-000102;ЗИП-102;Вал насоса НЦ-50;Запасные части / Насосы;шт;6,2;Без НДС
00-000103;ЗИП-103;Прокладка паронитовая;Запасные части / Общие;шт;0,05;Без НДС
00-000104;ЗИП-104;Графит чешуйчатый;Запасные части / Общие;пуд;16,38;Без НДС
"""
STOCK = """Склад;Номенклатура;Артикул;Количество;Стоимость
{warehouse};Сальник торцевой 50 мм;ЗИП-101;40;52 000,00
{warehouse};Вал насоса НЦ-50;ЗИП-102;6;93 600,00
{warehouse};Прокладка паронитовая;ЗИП-103;200;9 000,00
{warehouse};Муфта упругая;ЗИП-999;3;4 500,00
"""


class OnecStory:
    def spare_parts_come_from_1c(self):
        """Evening: the administrator takes the spare parts over from 1C and looks at what their balances would bring."""
        goods = self.upload_from_1c("Запасные части.csv", GOODS, "goods")
        goods.action_run()
        self.run_action("onec_import.ir_cron_run")
        self.tell(f"{goods.made} made, {goods.refused} refused: {goods.line_ids.text}")
        for total in goods.total_ids.filtered("difference"):
            total.reason = "Графит выведен из ассортимента"
        goods.action_sign()
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.env.company.id)], limit=1)
        stock = self.upload_from_1c("Остатки.csv", STOCK.format(warehouse=warehouse.name), "stock")
        self.tell(f"{stock.made} balances would come. {stock.prerequisite_text}")

    def upload_from_1c(self, name, text, kind):
        """A file as it is after its check."""
        admin = self.env.ref("base.user_admin")
        imports = self.env["onec.import"].with_user(admin).with_context(lang="ru_RU")
        batch = imports.create({"file": base64.b64encode(text.encode("utf-8-sig")), "file_name": name})
        if batch.kind != kind:
            batch.kind = kind
            batch._map_columns()
        batch.action_check()
        self.run_action("onec_import.ir_cron_run")
        return batch
