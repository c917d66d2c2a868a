"""Starts the sandbox over a course whose belongings lie all over the place, and looks for them.

`python -m tests.support.rummaged FOLDER` as whoever is to grade. FOLDER holds what `strewn` has put
there; printed is what the student's code has found, and where it has looked, as JSON.
"""

import json
import sys
from pathlib import Path

from autograder.course.config import Course, load_course
from autograder.course.options import ExchangeOptions, Limits
from autograder.course.private import holdings
from autograder.sandbox.base import open_sandbox
from tests.conftest import ROOT
from tests.support.transports import ask, transport_over

# In two parts, so that what is searched with is not found.
MARK = ("work-of-", "somebody-else")
PUBLIC = "open-to-all"
PACKAGES = "site-packages"
ENDS = (".ipynb", ".db", ".db-journal", ".txt", ".jsonl", ".toml")

SEARCH = f"""
import os
def search():
    mark, found = ''.join({MARK!r}), []
    for folder, folders, names in os.walk('/', followlinks=False):
        if folder.startswith('/proc/'): folders.clear()
        if mark in folder: found.append(folder)
        for name in names:
            path = os.path.join(folder, name)
            if mark in name: found.append(path)
            if not name.endswith({ENDS!r}): continue
            try: text = open(path, errors='replace').read()
            except OSError: continue
            if mark in text or '{PUBLIC}' in text: found.append(path)
    return found
def readable(paths):
    found = []
    for path in paths:
        try: found.append(open(path).read() and path)
        except OSError: pass
    return [path for path in found if path]
"""


def strewn(folder: Path, default_exchange: Path | None) -> list[Path]:
    """Put a course and its belongings in `folder`, and give all files that nobody may see."""
    packages, data = folder / PACKAGES, folder / "course" / "assignments" / "one"
    places = [
        folder / "course" / "submitted" / "ada" / "one.ipynb",
        folder / "course" / "solutions" / "one.txt",
        packages / "grades" / "gradebook.db",
        packages / "grades" / "gradebook.db-journal",
        packages / "exchange" / "dgm" / "inbound" / "ada+one" / "one.ipynb",
        packages / "handed_in" / "ada" / "one.ipynb",
        packages / "grades" / "gradebook.db-to-come.txt",
        packages / "single" / "secret.txt",
        data / "inbox" / "ada.txt",
    ]
    if default_exchange is not None:
        places.append(default_exchange / "dgm" / "inbound" / "ada+one" / "one.ipynb")
    for place in places:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("".join(MARK))
    (packages / "neighbour.txt").write_text(PUBLIC)
    (data / "public.txt").write_text(PUBLIC)
    (folder / "exchange").symlink_to(packages / "exchange")
    (data / "leading").symlink_to(packages / "handed_in")
    (folder / "course" / "course.toml").touch()
    (folder / "course" / "nbgrader_config.py").write_text(
        "c = get_config()\n"
        f"c.CourseDirectory.submitted_directory = {str(packages / 'handed_in')!r}\n"
        "c.CourseDirectory.feedback_directory = 'assignments/one/inbox'\n"
    )
    return places


def course_in(folder: Path) -> Course:
    """Return the course that `strewn` has put there."""
    ours = load_course(ROOT)
    database = f"sqlite:///{folder / PACKAGES / 'grades' / 'gradebook.db'}"
    secret = str(folder / PACKAGES / "single" / "secret.txt")
    return ours.model_copy(
        update={
            "root": folder / "course",
            "course": ours.course.model_copy(update={"db_url": database}),
            "secret": ours.secret.model_copy(update={"file": secret}),
            "exchange": ExchangeOptions(root=str(folder / "exchange")),
        }
    )


def main(folder: Path) -> None:
    """Print what a student's code finds."""
    course = course_in(folder)
    sys.path.append(str(folder / PACKAGES))
    data = course.root / "assignments" / "one"
    asked = [str(path) for path in folder.rglob("*") if path.is_file()]
    with (
        open_sandbox("bubblewrap", Limits(), data, hidden=holdings(course)) as box,
        transport_over(box, SEARCH) as transport,
    ):
        print(json.dumps([ask(transport, "search"), ask(transport, "readable", asked)]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
