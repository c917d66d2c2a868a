"""Grades for other gradebooks: `autograder export`, and exporters for `nbgrader export`."""

from autograder.export.plugin import CanvasExporter, GradescopeExporter, MoodleExporter

__all__ = ["CanvasExporter", "GradescopeExporter", "MoodleExporter"]
