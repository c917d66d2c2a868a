"""What a course does with points: late penalties, and grades for other gradebooks."""

from autograder.policy.plugin import LatePolicy

__all__ = ["LatePolicy"]
