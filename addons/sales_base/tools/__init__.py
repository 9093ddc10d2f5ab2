from . import contact, requisites
