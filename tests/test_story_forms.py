"""What the story left behind of papers and money."""


def test_the_statement_was_taken_over_once(played, sql):
    assert sql(played, "SELECT state, account, remarks IS NULL FROM sale_bank_statement") == [
        ["done", "40702810600000012345", "t"]
    ]
    rows = sql(played, "SELECT number, state, reason FROM sale_bank_line ORDER BY number::int")
    assert rows == [["71", "unknown", "payer"], ["118", "paid", "number"], ["204", "other", "outgoing"]]


def test_the_payment_is_counted_for_its_request(played, sql):
    rows = sql(
        played,
        "SELECT payment.amount::int, part.amount::int, payment.payment_reference FROM sale_bank_line line"
        " JOIN account_payment payment ON payment.id = line.payment_id"
        " JOIN sale_payment_allocation part ON part.payment_id = payment.id",
    )
    assert rows == [["10000", "10000", "118"]]


def test_papers_of_the_shipment_are_there(played, sql):
    rows = sql(
        played,
        "SELECT kind.code, form.state, form.number != '' AND form.barcode LIKE 'SF%', form.pages"
        " FROM sale_form form JOIN sale_form_kind kind ON kind.id = form.kind_id ORDER BY kind.sequence",
    )
    assert [row[:3] for row in rows] == [
        ["request", "printed", "t"],
        ["upd", "signed", "t"],
        ["waybill", "printed", "t"],
        ["cover", "printed", "t"],
    ]


def test_the_signed_copy_lies_with_the_deal(played, sql):
    rows = sql(
        played,
        "SELECT scan.state, scan.barcode = form.barcode, paper.state FROM sale_form_scan scan"
        " JOIN sale_form form ON form.id = scan.form_id JOIN sale_form_kind kind ON kind.id = form.kind_id"
        " JOIN crm_deal_paper paper ON paper.deal_id = form.deal_id AND paper.kind_id = kind.paper_kind_id",
    )
    assert rows == [["filed", "t", "received"]]
