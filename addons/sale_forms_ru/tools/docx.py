"""Texts in DOCX that people edit, filled from data, without a database."""

import io

from docxtpl import DocxTemplate
from jinja2 import Undefined
from jinja2.exceptions import TemplateError
from jinja2.sandbox import SandboxedEnvironment

GAP = "________"


class BadTemplate(Exception):
    """The template cannot be filled; `args[0]` says where."""


class Gap(Undefined):
    """What nobody filled in stands as a line, never as nothing."""

    def __str__(self):
        return GAP

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self


def fill(template, values, filters):
    """Bytes of the document.

    :param template: bytes of a DOCX with `{{ name }}` and `{% for %}`
    :param values: {name: text, number, list or dict}
    :param filters: {name: function}, for dates and sums
    """
    environment = SandboxedEnvironment(autoescape=True, undefined=Gap, finalize=_mark_gap)
    environment.filters.update({name: _spare_gaps(function) for name, function in filters.items()})
    stream = io.BytesIO()
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.render(values, jinja_env=environment)
        document.save(stream)
    except (TemplateError, KeyError, ValueError, OSError) as error:
        raise BadTemplate(str(error)) from error
    except Exception as error:
        # The library reads a broken file with errors of its own and of the zip's.
        if type(error).__name__ in ("BadZipFile", "PackageNotFoundError"):
            raise BadTemplate(str(error)) from error
        raise
    return stream.getvalue()


def _spare_gaps(function):
    """The function for what is there; what is missing stays a gap."""
    return lambda value: GAP if _is_missing(value) else function(value)


def _mark_gap(value):
    return GAP if _is_missing(value) else value


def _is_missing(value):
    # Nought is a sum like others.
    return isinstance(value, Undefined) or value is None or value is False or value == ""
