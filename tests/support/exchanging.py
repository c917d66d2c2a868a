"""An exchange of nbgrader's in a temporary folder, and those who hand in and fetch there."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nbgrader.utils import notebook_hash

from autograder.course.config import Course, load_course
from autograder.course.known import answer_sheet, filled
from autograder.grading.released import read_release
from tests.support.toyclass import Stage, reset

WRONG = {"masks.first": "def first(size):\n    return size"}


def with_exchange(course: Course, **watch: str | int) -> Course:
    """Return a course an exchange that it was released in, beside it and empty."""
    root = course.root / "exchange"
    for name in ("inbound", "outbound", "feedback"):
        (root / "toys" / name).mkdir(parents=True)
    root.chmod(0o777)
    lines = [f"{key} = {json.dumps(value)}" for key, value in watch.items()]
    added = ["", "[exchange]", f'root = "{root}"', "check_owner = false", "[watch]", *lines, ""]
    place = course.root / "course.toml"
    place.write_text(place.read_text() + "\n".join(added))
    return load_course(course.root)


@dataclass(frozen=True)
class Submitted:
    """A submission in the exchange."""

    folder: Path
    secret: str

    @property
    def feedback(self) -> str:
        """Return the page that its student can fetch, '' when there is none."""
        name = notebook_hash(secret=self.secret, notebook_id="toy")
        page = self.folder.parent.parent / "feedback" / f"{name}.html"
        return page.read_text() if page.is_file() else ""


def hand_in(
    course: Course,
    student: str,
    stamp: str,
    answers: Mapping[str, str] | None = None,
    text: str | None = None,
) -> Submitted:
    """Put a submission into the exchange, as `nbgrader submit` does at that time."""
    sheet = answer_sheet(course, "toy", read_release(course.root, "toy", "toy"))
    folder = course.root / "exchange/toys/inbound" / f"{student}+toy+{stamp}+abc"
    folder.mkdir()
    (folder / "toy.ipynb").write_text(text or json.dumps(filled(sheet, answers or {})))
    (folder / "timestamp.txt").write_text(stamp)
    secret = secrets.token_hex(64)
    (folder / "submission_secret.txt").write_text(secret)
    return Submitted(folder, secret)


def watching(acting: Stage, **watch: str | int) -> Course:
    """Return the toy course, with nothing handed in, and an empty exchange."""
    course = reset(acting.root)
    for place in (course.root / "submitted").glob("*"):
        for path in sorted(place.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        place.rmdir()
    return with_exchange(course, **watch)


def watch_once(acting: Stage, now: str, *more: str) -> list[tuple[str, str]]:
    """Let `autograder watch toy` go round once; returns what it told, by kind and student."""
    argv = ["--course", str(acting.root), "watch", "toy", "--once", "--json", "--jobs", "1", *more]
    ended = acting.run(argv=argv, now=now)
    assert ended.code == 0, ended.err
    assert "Traceback" not in ended.err
    told = [json.loads(line) for line in ended.out.splitlines()]
    return [(event["event"], event["student"]) for event in told]
