from . import sale_form_print
