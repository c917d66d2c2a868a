"""What a course does with points: late penalties, and grades for other gradebooks."""

from autograder.late.plugin import LatePolicy

__all__ = ["LatePolicy"]
