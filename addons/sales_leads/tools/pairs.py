"""Pairs of label and value in HTML whose labels need no colon: rows of tables, definition lists; without a database."""

from lxml import etree, html

LONGEST_LABEL = 60
MOST = 200
BLOCKS = ("p", "div", "li", "tr")


def find_pairs(text):
    """[(label, value)] of the tables and definition lists of a piece of HTML, in their order, without empty ones."""
    root = _parse(text)
    if root is None:
        return []
    found = []
    for node in root.iter("table", "dl"):
        found += _read_list(node) if node.tag == "dl" else _read_table(node)
        if len(found) >= MOST:
            break
    return [(label, value) for label, value in found[:MOST] if label and value]


def _parse(text):
    try:
        root = html.document_fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return None
    etree.strip_elements(root, "script", "style", etree.Comment, with_tail=False)
    for node in root.iter("br", *BLOCKS):
        node.tail = "\n" + (node.tail or "")
    for node in root.iter(*BLOCKS):
        node.text = "\n" + (node.text or "")
    return root


def _read_list(node):
    for term in node.iterchildren("dt"):
        value = term.getnext()
        if value is not None and value.tag == "dd":
            yield _get_label(term), _get_text(value)


def _read_table(table):
    """Two cells in a row are label and value; a row of headings labels the cells of the row below."""
    headings = None
    for row in [*table.iterfind("./tr"), *table.iterfind("./*/tr")]:
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        # A table that holds another one lays the page out.
        if any(cell.find(".//table") is not None for cell in cells):
            continue
        if len(cells) > 1 and all(cell.tag == "th" for cell in cells):
            headings = cells
        elif headings and len(headings) == len(cells):
            yield from ((_get_label(head), _get_text(cell)) for head, cell in zip(headings, cells, strict=True))
            headings = None
        elif len(cells) == 2:
            yield _get_label(cells[0]), _get_text(cells[1])


def _get_text(node):
    lines = (" ".join(line.split()) for line in node.text_content().splitlines())
    return "\n".join(line for line in lines if line)


def _get_label(node):
    text = _get_text(node).rstrip(" :*")
    return text if len(text) <= LONGEST_LABEL and "\n" not in text else ""
