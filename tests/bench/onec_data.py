"""Goods as 1C unloads them for a site: a zip of catalogue and offers, and the same rows for Odoo's own load()."""

import base64
import io
import zipfile

GROUPS = 50
GOODS = """<Товар><Ид>{key}</Ид><Артикул>{article}</Артикул><Наименование>{name}</Наименование>
<БазоваяЕдиница Код="796 " НаименованиеПолное="Штука">шт</БазоваяЕдиница><Группы><Ид>g{group}</Ид></Группы>
<ЗначенияРеквизитов><ЗначениеРеквизита><Наименование>ТипНоменклатуры</Наименование><Значение>Товар</Значение>
</ЗначениеРеквизита><ЗначениеРеквизита><Наименование>Вес</Наименование><Значение>{weight}</Значение>
</ЗначениеРеквизита></ЗначенияРеквизитов></Товар>
"""
OFFER = """<Предложение><Ид>{key}</Ид><Наименование>{name}</Наименование><Цены><Цена><ИдТипаЦены>p</ИдТипаЦены>
<ЦенаЗаЕдиницу>{price}</ЦенаЗаЕдиницу><Валюта>RUB</Валюта></Цена></Цены><Количество>30</Количество>
<Склад ИдСклада="w1" КоличествоНаСкладе="5"/><Склад ИдСклада="w2" КоличествоНаСкладе="10"/>
<Склад ИдСклада="w3" КоличествоНаСкладе="15"/></Предложение>
"""
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<КоммерческаяИнформация ВерсияСхемы="2.07" ДатаФормирования="2026-02-28">'
)


def rows(number):
    """[(id, article, name, group, weight, price)]"""
    return [
        (f"bench-{place:06}", f"A-{place:06}", f"Насос {place}", place % GROUPS, place % 90 + 1, place % 900 + 10)
        for place in range(number)
    ]


def write_catalogue(number):
    groups = "".join(
        f"<Группа><Ид>g{place}</Ид><Наименование>Группа {place}</Наименование></Группа>" for place in range(GROUPS)
    )
    goods = (
        GOODS.format(key=key, article=article, name=name, group=group, weight=weight)
        for key, article, name, group, weight, _price in rows(number)
    )
    yield f"{HEAD}<Классификатор><Ид>k</Ид><Наименование>К</Наименование><Группы>{groups}</Группы></Классификатор>"
    yield '<Каталог СодержитТолькоИзменения="false"><Ид>c</Ид><ИдКлассификатора>k</ИдКлассификатора><Товары>'
    yield from goods
    yield "</Товары></Каталог></КоммерческаяИнформация>"


def write_offers(number):
    houses = "".join(
        f"<Склад><Ид>w{place}</Ид><Наименование>Склад {place}</Наименование></Склад>" for place in (1, 2, 3)
    )
    yield f"{HEAD}<ПакетПредложений><Ид>c#</Ид><Наименование>П</Наименование><ИдКаталога>c</ИдКаталога>"
    yield "<ТипыЦен><ТипЦены><Ид>p</Ид><Наименование>Розничная</Наименование><Валюта>RUB</Валюта></ТипЦены></ТипыЦен>"
    yield f"<Склады>{houses}</Склады><Предложения>"
    for key, _article, name, _group, _weight, price in rows(number):
        yield OFFER.format(key=key, name=name, price=price)
    yield "</Предложения></ПакетПредложений></КоммерческаяИнформация>"


def make_zip(number):
    """Bytes of the file set that 1C writes for a site."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, write in (("import0_1.xml", write_catalogue), ("offers0_1.xml", write_offers)):
            with archive.open(name, "w") as file:
                for part in write(number):
                    file.write(part.encode())
    return packed.getvalue()


def order(env, data, state="checked"):
    """An import of that file, ready to be run (or checked)."""
    batch = env["onec.import"].create({"file": base64.b64encode(data), "file_name": "goods.zip"})
    if batch.kind != "goods":
        batch.kind = "goods"
        batch._map_columns()
    batch.state = {"checked": "running", "mapping": "checking"}[state]
    batch.progress_ids.create({"import_id": batch.id, "is_dry": state == "mapping", "expected": 1})
    return batch


def work(batch):
    """The whole file, without commits, so that a round leaves no trace."""
    from unittest.mock import patch

    with patch.object(type(batch.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: _flush(batch.env)):
        batch._work(float("inf"))


def _flush(env):
    """What a commit does to the cache; the rows go with the round."""
    env.flush_all()
    env.invalidate_all()
    env.cr.postcommit.data.pop("onec_import", None)
    return 60
