"""What the story left behind of supply: a vendor was late, a customer waits for all of his goods."""


def test_the_vendors_new_day_stands_with_its_reason(played, sql):
    rows = sql(
        played,
        "SELECT count(*), count(DISTINCT l.date_planned::date), min(p.date_ready::date - l.date_planned::date)"
        " FROM purchase_order_line l JOIN sale_supply_line p ON p.purchase_line_id = l.id"
        " WHERE l.supply_reason LIKE '%перенёс отгрузку%'",
    )
    assert int(rows[0][0]) >= 1
    assert rows[0][1:] == ["1", "0"], "one day for all, and the plan follows it"


def test_the_sellers_read_it_on_their_orders(played, sql):
    rows = sql(
        played,
        "SELECT count(DISTINCT m.res_id) FROM mail_message m JOIN sale_supply_line p ON p.order_id = m.res_id"
        " WHERE m.model = 'sale.order' AND m.body LIKE '%Датчики придут позже%' AND p.purchase_line_id IS NOT NULL",
    )
    assert int(rows[0][0]) >= 1


def test_the_delivery_waits_for_all(played, sql):
    rows = sql(
        played,
        "SELECT DISTINCT p.move_type FROM stock_picking p JOIN sale_order o ON o.id = p.sale_id"
        " WHERE o.picking_policy = 'one' AND p.state NOT IN ('done', 'cancel')",
    )
    assert rows == [["one"]]


def test_supply_equals_demand_at_the_end_of_the_day(played, sql):
    rows = sql(
        played,
        "SELECT l.id FROM sale_order_line l JOIN sale_supply_line p ON p.order_line_id = l.id AND NOT p.is_component"
        " WHERE l.state = 'sale' AND p.product_id = l.product_id"
        " GROUP BY l.id HAVING abs(sum(p.quantity) - (l.product_uom_qty - l.qty_delivered)) > 0.001",
    )
    assert rows == []
