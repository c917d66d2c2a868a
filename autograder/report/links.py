"""Where a report's names lead: a student's feedback page, and the notebook as it was handed in."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from autograder.report.mistakes import LONGEST
from autograder.submission.read import Entry
from autograder.text.sanitize import plain


@dataclass(frozen=True)
class Places:
    """Of one student, relative to the report and fit for a link; "" for what is not there.

    `pages` are those of exercises whose notebook has its own page.
    """

    feedback: str = ""
    notebook: str = ""
    pages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Links:
    """The places of all students, by the name under which the report has them."""

    of: Mapping[str, Places] = field(default_factory=dict)

    def feedback(self, student: str, exercise: str = "") -> str:
        """Return where a student's feedback page is, at its part on one exercise."""
        places = self.of.get(student, Places())
        page = places.pages.get(exercise, places.feedback)
        return f"{page}#result-{quote(exercise)}" if page and exercise else page

    def notebook(self, student: str) -> str:
        """Return where a student's notebook is."""
        return self.of.get(student, Places()).notebook


def links_from(
    folder: Path,
    root: Path,
    assignment: str,
    entries: Iterable[Entry],
    notebook_of: Mapping[str, str] | None = None,
) -> Links:
    """Return the links of a report that lies in `folder` on a course in `root`.

    Args: `notebook_of`, by exercise the notebook that it is in, where the assignment has several.
    """
    home, notebooks = folder.resolve(), dict(notebook_of or {})
    first = next(iter(notebooks.values()), assignment)
    found: dict[str, Places] = {}
    for entry in entries:
        pages = root / "feedback" / entry.student / assignment
        found[plain(entry.student, LONGEST)] = Places(
            _relative(pages / f"{first}.html", home),
            _relative(entry.path, home) if entry.path else "",
            {one: _relative(pages / f"{name}.html", home) for one, name in notebooks.items()},
        )
    return Links(found)


def _relative(path: Path, home: Path) -> str:
    """Return the way to a file, "" where there is none."""
    if not path.is_file():
        return ""
    way = os.path.relpath(path.resolve(), home)
    return "/".join(quote(os.fsencode(part)) for part in Path(way).parts)
