"""The commands: what each takes from the command line, and which part of the package it runs.

Those of who makes a course stand in authoring.py, and come first in help.
"""

from pathlib import Path
from typing import Annotated, Literal

from typer import Argument

from autograder.cli import authoring
from autograder.cli.app import chosen, command, commands
from autograder.cli.options import (
    BEFORE,
    Assignment,
    ClusterKindMayBeLeftOut,
    InCourse,
    Jobs,
    Least,
    OnDevice,
    Sandbox,
    Submitted,
    days,
    known_cluster,
    option,
)
from autograder.errors import Interrupted

__all__ = ["authoring", "chosen", "commands"]


@command(
    "grade flows",
    "grade flows --student ada --regrade",
    "grade flows --cluster slurm",
    private=True,
    cls=ClusterKindMayBeLeftOut,
)
def grade(
    assignment: Assignment,
    submitted: Submitted = None,
    student: Annotated[str, option("--student", "only these students", metavar="GLOB")] = "*",
    jobs: Jobs = 0,
    cluster: Annotated[
        str | None,
        option(
            "--cluster",
            "on Dask: local, slurm or tls://host:port; default: as course.toml says",
            metavar="[KIND]",
            callback=known_cluster,
        ),
    ] = None,
    device: OnDevice = None,
    sandbox: Sandbox = None,
    verdicts: Annotated[
        Path | None, option("--verdicts", "one verdict per line", metavar="FILE.jsonl")
    ] = None,
    no_gradebook: Annotated[
        bool, option("--no-gradebook", "grade only: leave nbgrader's database alone")
    ] = False,
    regrade: Annotated[bool, option("--regrade", "also what is graded already")] = False,
    quiet: Annotated[bool, option("--quiet", "no progress, no table")] = False,
    json: Annotated[
        bool, option("--json", "on stdout a line per verdict as it is ready, no table")
    ] = False,
    course: InCourse = BEFORE,
) -> int:
    """Grade a class in the sandbox."""
    given = dict(locals())
    from autograder.cli.grade import grade
    from autograder.grading.session import GradeOptions

    return grade(GradeOptions(**given))


@command("watch flows", "watch flows vae --once", private=True)
def watch(
    assignments: Annotated[
        list[str], Argument(metavar="ASSIGNMENT", help="one or more of course.toml")
    ],
    once: Annotated[bool, option("--once", "one round, as for cron, then end")] = False,
    jobs: Jobs = 0,
    device: OnDevice = None,
    sandbox: Sandbox = None,
    json: Annotated[bool, option("--json", "a line of JSON for each event")] = False,
    course: InCourse = BEFORE,
) -> int:
    """Grade what arrives in nbgrader's exchange."""
    given = dict(locals())
    from autograder.watch.loop import WatchOptions, watch

    return watch(WatchOptions(**given))


@command(
    "collect flows submissions.zip --dry-run",
    "collect flows submissions.zip",
    private=True,
)
def collect(
    assignment: Assignment,
    source: Annotated[
        Path, Argument(metavar="SOURCE", help="a zip, a folder, or one student's notebook")
    ],
    submitted: Annotated[
        Path | None, option("--submitted", "where to; default: submitted/", metavar="DIR")
    ] = None,
    dry_run: Annotated[bool, option("--dry-run", "only say who would be taken from where")] = False,
    course: InCourse = BEFORE,
) -> int:
    """Put what a platform lets you download into submitted/."""
    given = dict(locals())
    from autograder.collecting.command import CollectOptions, collected

    return collected(CollectOptions(**given))


@command(
    "export flows --to canvas --roster canvas-gradebook.csv",
    "export --all --to moodle",
    private=True,
)
def export(
    to: Annotated[
        Literal["canvas", "moodle", "gradescope", "brightspace", "blackboard"],
        option("--to", "whose gradebook"),
    ],
    assignment: Annotated[
        str | None, Argument(metavar="ASSIGNMENT", help="its name in course.toml")
    ] = None,
    all: Annotated[bool, option("--all", "every assignment of course.toml")] = False,
    into: Annotated[
        Path | None, option("--into", "what to write; default: grades-<to>.csv", metavar="FILE")
    ] = None,
    roster: Annotated[
        Path | None,
        option(
            "--roster", "its own file, to be filled in; default: as in course.toml", metavar="FILE"
        ),
    ] = None,
    course: InCourse = BEFORE,
) -> int:
    """Write grades for another gradebook."""
    given = dict(locals())
    from autograder.export.command import ExportOptions, export_grades

    return export_grades(ExportOptions(**given))


@command(
    "variants flows",
    "variants flows ada bela",
    "variants flows --roster class.csv --write handed-out",
    private=True,
)
def variants(
    assignment: Assignment,
    students: Annotated[
        list[str] | None, Argument(metavar="STUDENT", help="default: the roster, or who handed in")
    ] = None,
    roster: Annotated[
        Path | None,
        option("--roster", "a CSV of the class; default: [export] roster", metavar="FILE"),
    ] = None,
    write: Annotated[
        Path | None, option("--write", "a folder for each, to hand out", metavar="DIR")
    ] = None,
    course: InCourse = BEFORE,
) -> int:
    """Say who has which variant of an assignment."""
    from autograder.export.variants import VariantsOptions
    from autograder.export.variants import variants as told

    return told(VariantsOptions(course, assignment, tuple(students or ()), roster, write))


@command("report flows", "report flows --no-similarity --write /tmp/reports", private=True)
def report(
    assignment: Assignment,
    submitted: Submitted = None,
    least: Least = 0.8,
    write: Annotated[
        Path, option("--write", "for the files; default: reports/", metavar="DIR")
    ] = Path("reports"),
    no_similarity: Annotated[
        bool, option("--no-similarity", "do not compare submissions with one another")
    ] = False,
    course: InCourse = BEFORE,
) -> int:
    """Tell what a class has come to: HTML, CSV, JSON."""
    from autograder.report.command import ReportOptions, report

    similarity = not no_similarity
    return report(ReportOptions(course, assignment, submitted, write, least, similarity))


@command(
    "comment flows coupling-3f9a1c 'Look at the second figure again.'",
    "comment flows coupling-3f9a1c --remove",
    "comment flows",
    private=True,
)
def comment(
    assignment: Assignment,
    mistake: Annotated[
        str | None, Argument(metavar="MISTAKE", help="as the report calls it; default: all")
    ] = None,
    text: Annotated[str | None, Argument(metavar="TEXT", help="what to tell them")] = None,
    remove: Annotated[bool, option("--remove", "take the comment on it away again")] = False,
    submitted: Submitted = None,
    course: InCourse = BEFORE,
) -> int:
    """Comment on one mistake, for all who made it."""
    given = dict(locals())
    from autograder.comments.command import CommentOptions, comment

    return comment(CommentOptions(**given))


@command("similarity flows", "similarity flows --least 0.6", private=True)
def similarity(
    assignment: Assignment,
    submitted: Submitted = None,
    least: Least = 0.8,
    course: InCourse = BEFORE,
) -> int:
    """Tell which submissions share code."""
    given = dict(locals())
    from autograder.report.command import ReportOptions, similarity

    return similarity(ReportOptions(write=Path(), **given))


@command(
    "check flows.ipynb",
    "check flows.ipynb --exercise coupling --html mine.html",
    "check .",
    student=True,
)
def check(
    notebook: Annotated[
        Path, Argument(metavar="NOTEBOOK", help="yours, beside checks/; or the folder")
    ],
    exercise: Annotated[
        list[str] | None, option("--exercise", "only this one; repeatable", metavar="NAME")
    ] = None,
    html: Annotated[
        Path | None, option("--html", "write a page with pictures", metavar="FILE")
    ] = None,
    course: InCourse = BEFORE,
) -> int:
    """Ask the self-checks of your own notebook."""
    try:
        from autograder.selfcheck.notebook import check

        return check(notebook, exercise or (), html)
    except KeyboardInterrupt:  # while its libraries were read
        raise Interrupted("stopped by you, before anything was asked.") from None


@command("prune --dry-run", "prune --days 30", private=True)
def prune(
    submitted: Submitted = None,
    days: Annotated[
        float,
        option("--days", "keep what is younger; default: 7", metavar="N", callback=days),
    ] = 7,
    dry_run: Annotated[bool, option("--dry-run", "only say what would go")] = False,
    course: InCourse = BEFORE,
) -> int:
    """Remove superseded files of verdicts/."""
    from autograder.course.config import load_course
    from autograder.grading.prune import prune
    from autograder.verify.prune import superseded_outcomes

    opened = load_course(course)
    place = (submitted or opened.root / "submitted").resolve()
    also = superseded_outcomes(opened, days)
    print(prune(opened, place, days, also=also, dry=dry_run))
    return 0
