"""The visible checks in a student's own notebook, and in a terminal beside it."""

from autograder.selfcheck.cells import SelfCheck, self_check
from autograder.selfcheck.earlier import run_earlier

__all__ = ["SelfCheck", "run_earlier", "self_check"]
