from . import charset, findings, form, mail, pairs, signature
