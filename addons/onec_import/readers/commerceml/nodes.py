"""Looking into elements by local name, whatever the namespace."""

import html


def child(element, name):
    """The first child of that name, or None."""
    return next(element.iterchildren("{*}" + name), None) if element is not None else None


def children(element, *path):
    """Children of that name, reached by a path of containers: children(goods, "Цены", "Цена")."""
    nodes = [element] if element is not None else []
    for name in path:
        tag = "{*}" + name
        nodes = [node for parent in nodes for node in parent.iterchildren(tag)]
    return nodes


def text(element, *path):
    """Text of the first element at that path, spaces trimmed; "" where there is none."""
    for name in path:
        element = next(element.iterchildren("{*}" + name), None) if element is not None else None
    return own_text(element) if element is not None else ""


def own_text(element):
    """Text of an element; sites escape quotes twice (&amp;quot;)."""
    found = (element.text or "").strip()
    return html.unescape(found) if "&" in found else found


def requisites(element):
    """{name: text} of ЗначенияРеквизитов; of several values of one name the first that is filled."""
    found = {}
    for node in children(element, "ЗначенияРеквизитов", "ЗначениеРеквизита"):
        values = [own_text(value) for value in children(node, "Значение")]
        found.setdefault(text(node, "Наименование"), next(filter(None, values), ""))
    return found


def attribute(element, name):
    """An attribute, or the child of that name: 1C's versions differ."""
    return (element.get(name) or "").strip() or text(element, name)
