from . import contact, halving, iban, names, requisites, uninstall
