"""`autograder init`: a course in a folder of its own, with one exercise that works."""

import os
import re
import secrets
from datetime import date
from pathlib import Path

from autograder.course.config import load_course
from autograder.course.scaffold import begun, skeleton, with_assignment
from autograder.errors import CourseError, StoreError

EXAMPLE = "example/log_mean_exp"  # the exercise that every course begins with
FILES = {
    "course.toml": "course/course.toml.txt",
    "nbgrader_config.py": "course/nbgrader_config.py.txt",
    ".gitignore": "course/gitignore.txt",
    "README.md": "course/README.md.txt",
}
SECRET = ".secret"


def begin_course(folder: Path, title: str = "") -> list[str]:
    """Write a course that can be built and graded as it stands, and return its files' paths.

    Args: `title`, made from the folder's name if it is "". Raises CourseError when the folder's
    name can be none of nbgrader's courses, or when one of the files is there already, and
    StoreError when they cannot be written. Nothing that is there is ever changed.
    """
    texts = planned(folder, title)
    taken = [name for name in texts if (folder / name).exists()]
    if taken:
        raise CourseError(
            f"{folder / taken[0]} is there already, and it stays as it is. Begin the course in an "
            f"empty folder."
        )
    try:
        for name, text in texts.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        _write_secret(folder / SECRET)
    except OSError as error:
        raise StoreError(
            f"{folder} cannot be written: {error.strerror}. Choose another folder."
        ) from error
    load_course(folder)
    return list(texts)


def planned(folder: Path, title: str = "") -> dict[str, str]:
    """Return what `begin_course` would write, texts by their paths; raises CourseError."""
    name = folder.resolve().name
    identity = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
    if not re.match(r"[a-z]", identity):
        raise CourseError(
            f"{folder}: a course is named by its folder, and {name!r} has no letter to begin with. "
            f"Choose a folder such as generative-models."
        )
    title = title or identity.replace("_", " ").capitalize()
    texts = {
        place: skeleton(part)
        .replace("COURSE_ID", identity)
        .replace("COURSE_TITLE", title.replace("\\", "\\\\").replace('"', '\\"'))
        .replace("COURSE_TERM", _term(date.today()))
        for place, part in FILES.items()
    }
    texts["course.toml"] = with_assignment(texts["course.toml"], EXAMPLE)
    return texts | begun(EXAMPLE)


def _term(today: date) -> str:
    season = "Spring" if today.month < 7 else "Autumn"
    return f"{season} {today.year}"


def _write_secret(path: Path) -> None:
    """Write a fresh course secret, for its owner alone; one that is there stays."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32) + "\n")
