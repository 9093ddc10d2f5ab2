from . import charset, form, mail
