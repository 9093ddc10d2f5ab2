"""The sentences that the readers' problems make, in the language of whoever reads them."""

from .. import readers
from .reader_sentences import SENTENCES


def tell(env, problem):
    """What is wrong and what to do."""
    template = SENTENCES.get(problem.code)
    if template is None:
        return readers.describe(problem)
    text = template._translate(env.lang or "en_US")
    return text % problem.args
