"""What can be wrong, in sentences that say what to do. The code is what is kept; the sentence is made when shown."""

from . import problem_texts

PROBLEMS = problem_texts.PROBLEMS


def describe(problem):
    """The sentence of a problem, in English."""
    return PROBLEMS[problem.code] % problem.args
