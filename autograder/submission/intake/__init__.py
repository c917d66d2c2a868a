"""Where a student's file is read: in a process of its own, within limits, and only its cells."""

from autograder.submission.intake.ask import read_cells

__all__ = ["read_cells"]
