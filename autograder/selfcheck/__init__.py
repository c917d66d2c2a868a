"""The visible checks in a student's own notebook, and in a terminal beside it."""

from autograder.selfcheck.cells import SelfCheck, self_check

__all__ = ["SelfCheck", "self_check"]
