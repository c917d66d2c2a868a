"""How gradebooks name an assignment's column in the file that they give and take again.

* Canvas: `Title (id)`, and a line of points possible; `EX` is excused, `N/A` not assigned
  (instructure/canvas-lms, lib/gradebook_exporter.rb and lib/gradebook_importer.rb).
* Moodle: `Assignment: Title (Real)` of grade/export; or an assignment's own grading worksheet,
  whose columns are Identifier, Grade and Last modified (mod/assign/feedback/offline).
* Brightspace: `Title Points Grade <Numeric MaxPoints:10 …>`, ids with a `#` before them, and a
  last column `End-of-Line Indicator`. It takes ids and points alone ("Importing grades").
* Blackboard: `Title [Total Pts: 10 Score] |123`, of which the number tells the column ("Work
  offline with grade data").
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from autograder.export.table import OWN, Table

_SHOWN = re.compile(r"\s\((?P<kind>[^()]*)\)$")  # Moodle's way of showing a grade
_PERCENT = frozenset({"percentage", "letter", "feedback"})


@dataclass(frozen=True)
class Form:
    """One gradebook's form. `name` finds an assignment's title in a column's name; `most`, its
    points there, and so does the line that begins with `possible`; `kept` are marks of the
    gradebook's own that no points replace; `alone`, the columns beside points that it takes, all
    where there are none; `fresh` is the name of a column that it does not have yet.
    """

    name: re.Pattern[str]
    most: re.Pattern[str] | None = None
    possible: str = ""
    kept: frozenset[str] = frozenset()
    alone: Collection[str] = ()
    fresh: str = "{title}"
    end: str = ""  # the column that stays the last

    def column(self, header: Sequence[str], wanted: str) -> int | None:
        """Return the column that is called so, or whose title is so; the grade's, of several."""
        exact = [n for n, name in enumerate(header) if name.strip() == wanted]
        if exact:
            return exact[0]
        titled = [n for n, name in enumerate(header) if self.title(name) == wanted.casefold()]
        real = [n for n in titled if header[n].endswith("(Real)")]
        return next(iter([*real, *titled]), None)

    def title(self, name: str) -> str:
        """Return the title in a column's name, "" for what is no column of points."""
        found = self.name.fullmatch(name.strip())
        shown = _SHOWN.search(name)
        if found is None or (shown and shown["kind"].casefold() in _PERCENT):
            return ""
        return found["title"].strip().casefold()


CANVAS = Form(
    re.compile(r"(?P<title>.+?)(?: \(\d+\))?"),
    possible="points possible",
    kept=frozenset({"EX", "N/A"}),
)
MOODLE = Form(re.compile(r"(?:[^:]{1,40}: )?(?P<title>.+?)(?:\s\([^()]*\))?"))
BRIGHTSPACE = Form(
    re.compile(r"(?P<title>.+) Points Grade(?: <.*>)?"),
    most=re.compile(r"MaxPoints:(?P<most>[\d.]+)"),
    alone=("orgdefinedid", "username", "end-of-line indicator"),
    fresh="{title} Points Grade",
    end="end-of-line indicator",
)
BLACKBOARD = Form(
    re.compile(r"(?P<title>.+?)\s*\[Total Pts: .*"),
    most=re.compile(r"\[Total Pts: (?:up to )?(?P<most>[\d.]+)"),
)
# One assignment's own; whose grade must not be changed, and what is said beside it.
WORKSHEET, LOCKED, SAID = "grade", "grade can be changed", "feedback comments"
_NUMBERED = re.compile(r"\D+ ?\d+")


def form_of(vendor: str, table: Table) -> Form | None:
    """Return the form of a gradebook's own file, None of a roster that is another one's."""
    names = {name.strip().casefold() for name in table.header}
    if OWN in names:
        return None
    if vendor == "canvas" and {"id", "section"} <= names:
        return CANVAS
    if vendor == "moodle" and (is_worksheet(table) or names & {"email address", "id number"}):
        return MOODLE
    if vendor == "brightspace" and "end-of-line indicator" in names:
        return BRIGHTSPACE
    if vendor == "blackboard" and {"username", "last name"} <= names:
        return BLACKBOARD
    return None


def is_worksheet(table: Table) -> bool:
    """Say whether a file is one assignment's grading worksheet of Moodle."""
    names = [name.strip().casefold() for name in table.header]
    firsts = [row[0] for row in table.rows if row]
    return WORKSHEET in names and bool(firsts) and all(map(_NUMBERED.fullmatch, firsts))
