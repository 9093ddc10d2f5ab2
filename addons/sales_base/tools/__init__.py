from . import contact, names, requisites
