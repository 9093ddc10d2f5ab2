"""What the story left behind of the move from 1C."""


def test_spare_parts_came_and_are_signed_off(played, sql):
    rows = sql(
        played,
        "SELECT import.kind, import.state, progress.made, progress.refused"
        " FROM onec_import import JOIN onec_import_progress progress ON progress.import_id = import.id"
        " WHERE progress.is_dry = (import.state = 'checked') ORDER BY import.id",
    )
    assert rows == [["goods", "signed", "3", "1"], ["stock", "checked", "3", "1"]]


def test_their_ids_outlive_the_addon(played, sql):
    rows = sql(
        played,
        "SELECT data.name, template.name->>'ru_RU' FROM ir_model_data data"
        " JOIN product_template template ON template.id = data.res_id"
        " WHERE data.module = '__onec__' AND data.model = 'product.template' ORDER BY 1",
    )
    assert [name for _id, name in rows] == ["Сальник торцевой 50 мм", "Вал насоса НЦ-50", "Прокладка паронитовая"]


def test_the_check_brought_no_stock(played, sql):
    assert sql(played, "SELECT count(*) FROM stock_move WHERE origin = '1C'") == [["0"]]
