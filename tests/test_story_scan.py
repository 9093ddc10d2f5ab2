"""What the story left behind of the scanner."""


def test_the_delivery_picked_by_scan_is_done(played, sql):
    rows = sql(
        played,
        "SELECT picking.state, line.quantity, line.scan_quantity FROM stock_scan_session session"
        " JOIN stock_scan_event event ON event.session_id = session.id"
        " JOIN stock_picking picking ON picking.id = event.picking_id"
        " JOIN stock_move_line line ON line.picking_id = picking.id"
        " WHERE session.scenario = 'pick' GROUP BY 1, 2, 3",
    )
    assert [(state, float(moved), float(scanned)) for state, moved, scanned in rows] == [("done", 1, 1)]


def test_every_scan_is_kept_and_the_repeat_is_none(played, sql):
    rows = sql(
        played,
        "SELECT event.action, event.kind, coalesce(event.is_undone, false), count(*) FROM stock_scan_event event"
        " WHERE event.scenario = 'pick' AND event.action IN ('scan', 'undo') GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
    )
    assert rows == [
        ["scan", "right", "f", "1"],
        ["scan", "right", "t", "1"],
        ["scan", "wrong", "f", "1"],
        ["undo", "info", "f", "1"],
    ]
