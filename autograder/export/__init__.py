"""Grades for other gradebooks: `autograder export`, and exporters for `nbgrader export`."""

from autograder.export.plugin import (
    BlackboardExporter,
    BrightspaceExporter,
    CanvasExporter,
    GradescopeExporter,
    MoodleExporter,
)

__all__ = [
    "BlackboardExporter",
    "BrightspaceExporter",
    "CanvasExporter",
    "GradescopeExporter",
    "MoodleExporter",
]
