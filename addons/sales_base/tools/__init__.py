from . import contact, iban, names, requisites, uninstall
