"""Exporters for `nbgrader export --exporter=autograder.export.CanvasExporter`."""

from pathlib import Path
from typing import Any, ClassVar

from nbgrader.plugins import ExportPlugin
from traitlets import Unicode

from autograder.course.opened import course_at
from autograder.errors import AutograderError
from autograder.export.names import names_in
from autograder.export.writing import Vendor, Wanted, export
from autograder.runs.run import run_of
from autograder.text.sanitize import plain

LONGEST = 2000  # characters of a sentence


class Exporter(ExportPlugin):  # type: ignore[misc]
    """Writes grades in one layout; nbgrader's own --to, --assignment and --student are heeded."""

    vendor: ClassVar[Vendor]
    roster = Unicode("", help="CSV of the students; default: as course.toml says").tag(config=True)

    def export(self, gradebook: Any) -> None:
        """Write the file, or end nbgrader with the sentence that `autograder export` ends with."""
        try:
            self._export(gradebook)
        except AutograderError as error:
            self.parent.fail("%s", error)

    def _export(self, gradebook: Any) -> None:
        coursedir = self.parent.coursedir
        wanted = Wanted(
            to=self.vendor,
            assignments=names_in(self.assignment),
            students=names_in(self.student),
            into=Path(self.to) if self.to else None,
            roster=Path(self.roster) if self.roster else None,
        )
        run = run_of(course_at(Path(coursedir.root)))
        done = export(run, gradebook, coursedir.db_url, wanted)
        self.log.info("Grades of %d students: %s", done.students, done.place)
        for said in done.said:
            self.log.warning("%s", plain(said, LONGEST))


class CanvasExporter(Exporter):
    """Writes what Canvas imports in its gradebook."""

    vendor = "canvas"


class MoodleExporter(Exporter):
    """Writes what Moodle imports as grades from CSV."""

    vendor = "moodle"


class GradescopeExporter(Exporter):
    """Writes what Gradescope gives as a course's grades."""

    vendor = "gradescope"


class BrightspaceExporter(Exporter):
    """Writes what Brightspace imports as grades."""

    vendor = "brightspace"


class BlackboardExporter(Exporter):
    """Writes what Blackboard uploads for working offline."""

    vendor = "blackboard"
