from . import charset, findings, form, free_mail, mail, pairs, signature
