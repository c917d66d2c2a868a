"""A class report as one HTML file that loads nothing, as CSV, and as JSON."""

import base64
import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256
from importlib.resources import files
from statistics import median

import jinja2
from markupsafe import Markup

from autograder.report.clusters import Cluster, clusters_of, marked_code
from autograder.report.links import Links
from autograder.report.mistakes import UNWRITTEN
from autograder.report.summary import ClassReport, ExerciseSummary, Row

# A spreadsheet would compute a cell that begins like this; the last four are full-width forms.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@dataclass(frozen=True)
class Around:
    """What a page shows beside the report: where names lead, and who shares which code.

    `given` are lines of code that were handed out.
    """

    assignment: str = "ASSIGNMENT"
    links: Links = field(default_factory=Links)
    clusters: tuple[Cluster, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    given: frozenset[str] = frozenset()


def to_html(report: ClassReport, made: str, around: Around | None = None) -> str:
    """Return the page; only its own script runs on it, whatever a student's text holds."""
    script = files(__package__).joinpath("templates", "report.js").read_text(encoding="utf-8")
    digest = base64.b64encode(sha256(script.encode()).digest()).decode("ascii")
    graded = [row for row in report.rows if row.status == "graded"]
    whole = [row for row in graded if not row.unread]  # what is not read yet is no 0
    given = around or Around(clusters=clusters_of(report.pairs))
    return (
        _templates()
        .get_template("report.html.j2")
        .render(
            report=report,
            made=made,
            graded=len(graded),
            unread=_unread(graded),
            totals=ExerciseSummary("", report.max_points, tuple(row.points for row in whole))
            if whole
            else None,
            seconds=median(row.seconds for row in graded) if graded else 0.0,
            script=Markup(script),  # noqa: S704 - our own file
            script_hash=f"sha256-{digest}",
            **{one.name: getattr(given, one.name) for one in fields(given)},
        )
    )


def _templates() -> jinja2.Environment:
    loader = jinja2.PackageLoader("autograder.report", "templates")
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, loader=loader
    )
    environment.filters["b64"] = lambda data: base64.b64encode(data).decode("ascii")
    environment.filters["code"] = _code
    environment.filters["number"] = lambda value: f"{round(value, 2):g}"
    environment.globals |= {"marked_code": marked_code, "unwritten": UNWRITTEN}
    return environment


def _unread(rows: Sequence[Row]) -> dict[str, list[str]]:
    """Return by exercise the students whose answer nobody has read yet."""
    found: dict[str, list[str]] = {}
    for row in rows:
        for name in row.unread:
            found.setdefault(name, []).append(row.student)
    return found


def _code(text: str) -> Markup:
    """Return text with `code` in backquotes set as code; all else in it stays text."""
    pieces = re.split(r"`([^`]+)`", text)  # each second one stood in backquotes
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if number % 2 else piece
        for number, piece in enumerate(pieces)
    )


def to_csv(report: ClassReport) -> str:
    """Return a line per student: points by exercise, what needs a person, what has changed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [exercise.name for exercise in report.exercises]
    more = ["late", "by a person", "not graded yet", "comments"]
    more += ["variant"] if report.variants else []
    head = ["student", "status", "points", *names, "seconds", "concerns", "change", *more]
    writer.writerow(head)
    for row in report.rows:
        points = ["" if one is None else one for one in row.by_exercise]
        told = ["; ".join(row.concerns), row.change, row.penalty, ", ".join(row.by_person)]
        told += [", ".join(row.unread), "; ".join(row.comments)]
        told += [row.variant] if report.variants else []
        # An unread answer is no 0: there is no total yet.
        total = "" if row.unread else row.points
        cells = [row.student, row.status, total, *points, row.seconds, *told]
        writer.writerow(list(harmless(cells)))
    return out.getvalue()


def harmless(cells: Iterable[object]) -> Iterable[object]:
    """Return the cells of a line such that a spreadsheet computes none of them."""
    for cell in cells:
        yield f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def to_json(report: ClassReport) -> str:
    """Return all of the report but its pictures, and where code is shared, as JSON."""
    data = asdict(report)
    for mistake in data["mistakes"]:
        del mistake["picture"]
        mistake["students"] = list(mistake["cells"])
    for pair in data["pairs"]:
        del pair["in_first"], pair["in_second"]
    for one, variant in zip(data["variants"], report.variants, strict=True):
        one["mean"] = variant.mean
    for exercise, summary in zip(data["exercises"], report.exercises, strict=True):
        exercise |= {"mean": summary.mean, "median": summary.median}
        exercise["histogram"] = summary.histogram
    return json.dumps(data, indent=1) + "\n"
