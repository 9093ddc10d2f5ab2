"""What later parts of a file refer to: groups, properties, price types, warehouses."""

from ..values import fold
from .nodes import child, children, text


class Context:
    """groups {id: (name, parent id)}, properties {id: (name, {value id: value})}, price types, warehouses {id: name}."""

    def __init__(self):
        self.groups = {}
        self.properties = {}
        self.price_types = {}
        self.warehouses = {}
        self.partners = set()
        self.doubts = []
        self.doubted = set()

    def doubt(self, code, value, column=""):
        """Something that the file refers to but does not hold: said once."""
        if (code, value) not in self.doubted:
            self.doubted.add((code, value))
            self.doubts.append((code, value, column))

    def is_new_partner(self, identity):
        """Whether a document names this counterparty for the first time."""
        known = identity in self.partners
        self.partners.add(identity)
        return not known

    def learn(self, unit):
        """Keep what a unit says for later; whether it was such a unit."""
        learn = LEARN.get(unit.name)
        if learn:
            learn(self, unit.element)
        return bool(learn)

    def group(self, element, parent=""):
        """A group with those below it; a group that names itself as its own ancestor is cut off."""
        identity = text(element, "Ид")
        if identity and identity not in self.groups:
            self.groups[identity] = (text(element, "Наименование"), parent)
        for below in children(element, "Группы", "Группа"):
            self.group(below, identity)

    def property(self, element):
        values = {}
        for node in (
            *children(element, "ВариантыЗначений", "Справочник"),
            *children(element, "ТипыЗначений", "ТипЗначений"),
        ):
            values[text(node, "ИдЗначения")] = text(node, "Значение")
        self.properties[text(element, "Ид")] = (text(element, "Наименование"), values)

    def price_type(self, element):
        tax = child(element, "Налог")
        self.price_types[text(element, "Ид")] = {
            "name": text(element, "Наименование"),
            "currency": text(element, "Валюта"),
            "vat_included": text(tax, "УчтеноВСумме").lower() == "true" if tax is not None else None,
        }

    def warehouse(self, element):
        self.warehouses[text(element, "Ид")] = text(element, "Наименование")

    def group_path(self, identity):
        """[{id, name}] from the outermost group to that one; [] where it is unknown."""
        path = []
        while identity in self.groups and len(path) < 64:
            name, parent = self.groups[identity]
            path.insert(0, {"id": identity, "name": name})
            identity = parent
        return path

    def property_value(self, identity, value):
        """(name, value) of a property of goods; ids of reference values become their words."""
        name, values = self.properties.get(identity, (identity, {}))
        if values and value not in values:
            self.doubt("property_unknown", value, name)
        return name, values.get(value, value)

    def manufacturer(self, properties):
        words = ("производитель", "изготовитель", "бренд", "марка (бренд)")
        return next((entry["value"] for entry in properties if fold(entry["name"]) in words), "")


LEARN = {
    "Группа": Context.group,
    "Свойство": Context.property,
    "СвойствоНоменклатуры": Context.property,
    "ТипЦены": Context.price_type,
    "Склад": Context.warehouse,
}
