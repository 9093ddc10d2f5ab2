from odoo.exceptions import ValidationError

# A telephone takes pictures of three to eight megabytes; what is larger is a film or a mistake.
LIMIT_MB = 20
MB = 1024 * 1024


def check_sizes(records, vals_list, name):
    """Refuse files that nobody could open on a telephone, before they are read.

    :param name: the field that holds the file, base64
    """
    for vals in vals_list:
        size = len(vals.get(name) or "") * 3 // 4 // MB
        if size > LIMIT_MB:
            raise ValidationError(
                records.env._(
                    "The file has %(size)d MB, %(limit)d are allowed: take or scan it with a lower resolution.",
                    size=size,
                    limit=LIMIT_MB,
                )
            )
