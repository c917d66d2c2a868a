"""nbgrader's configuration for a course: which of its own steps are ours."""

from pathlib import Path

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.course.config import Course
from autograder.course.opened import course_at
from autograder.handout.build import GENERATE_PREPROCESSORS, database_url
from autograder.handout.nbgrader_steps import put_alembic_on_path

# nbgrader's stock lists, with Rebuild for DeduplicateIds, RecordVerdict for Execute and SaveAtOnce
# for SaveAutoGrades.
SANITIZE_PREPROCESSORS = [
    "autograder.gradebook.Rebuild",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# What is withheld must be so before anything else reads the scores that GetMarks brings.
FEEDBACK_PREPROCESSORS = [
    "autograder.late.before_feedback.SettleFirst",
    "autograder.gradebook.get_marks.GetMarks",
    "autograder.gradebook.Redact",
]
AUTOGRADE_PREPROCESSORS = [
    "autograder.gradebook.RecordVerdict",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "autograder.gradebook.SaveAtOnce",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]


def configure(c: Config, root: Path | str) -> None:
    """Set up nbgrader for the course in `root`; `nbgrader_config.py` there calls this.

    Raises CourseError when course.toml is missing or wrong. Settings made in nbgrader_config.py
    after this call win.
    """
    course = course_at(Path(root))
    put_alembic_on_path()
    c.CourseDirectory.root = str(course.root)
    c.CourseDirectory.course_id = course.course.id
    c.CourseDirectory.db_url = database_url(course)
    # A feedback page is one file: the handout's figures are in it. nbconvert's own embed_images
    # would put any file into it that a student names.
    c.HTMLExporter.filters = {"markdown2html": "autograder.feedback.markdown.safe_markdown"}
    c.HTMLExporter.preprocessors = ["autograder.gradebook.frames.NoFrames"]
    c.HTMLExporter.raw_mimetypes = []  # raw cells would stand in the page as they are
    c.GenerateAssignment.preprocessors = GENERATE_PREPROCESSORS
    c.GenerateFeedback.exporter_class = "autograder.feedback.feedback_page.FeedbackPage"
    c.NotebookExporter.optimistic_validation = True  # once, not after every preprocessor
    c.Autograde.exporter_class = "autograder.gradebook.reader.SubmissionReader"
    c.SubmissionReader.root = c.SaveAtOnce.root = str(course.root)
    c.Autograde.sanitize_preprocessors = SANITIZE_PREPROCESSORS
    c.Autograde.autograde_preprocessors = AUTOGRADE_PREPROCESSORS
    c.ExportApp.plugin_class = "autograder.export.plain.PlainExporter"
    c.AssignLatePenalties.plugin_class = "autograder.late.LatePolicy"
    c.LatePolicy.root = str(course.root)
    c.GenerateFeedback.preprocessors = FEEDBACK_PREPROCESSORS
    c.Rebuild.root = c.RecordVerdict.root = c.Redact.root = str(course.root)
    c.FeedbackPage.root = c.GetMarks.root = c.SettleFirst.root = str(course.root)
    c.ExchangeFactory.release_assignment = "autograder.gradebook.release.ReleaseInTime"
    c.ReleaseInTime.course_root = str(course.root)
    c.ExchangeFactory.collect = "autograder.gradebook.collect.CollectSafely"
    c.ExchangeCollect.check_owner = course.exchange.check_owner
    c.CollectSafely.course_root = str(course.root)
    if course.course.timezone:  # formgrader shows times in it
        c.Exchange.timezone = course.course.timezone
    if course.exchange.root:
        c.Exchange.root = str(course.root / course.exchange.root)


def settings_of(course: Course) -> Config:
    """Return the settings of nbgrader_config.py, or ours alone where the course has none."""
    name = "nbgrader_config.py"
    if (course.root / name).is_file():
        loaded: Config = PyFileConfigLoader(name, path=str(course.root)).load_config()
        return loaded
    settings = Config()
    configure(settings, course.root)
    return settings
