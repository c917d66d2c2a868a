"""A gradebook that an older nbgrader has made: the sentence names the command, and it works."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import nbgrader.api
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy.exc import ProgrammingError

from autograder.course.config import Course
from autograder.errors import StoreError
from autograder.gradebook.database import describe, require_gradebook
from autograder.handout.nbgrader_steps import put_alembic_on_path
from autograder.late.settle import settle_course
from autograder.runs.run import run_of
from autograder.storage.database import reaching
from tests.support.lates import hand_in, make_gradebook, write_course

pytestmark = [pytest.mark.nbgrader, pytest.mark.timeout(120)]

OLDER = {  # nbgrader's own revisions, and what the tables had not got until then
    "167914646830": ["ALTER TABLE student DROP COLUMN lms_user_id"],
    "724cde206c17": ["ALTER TABLE grade DROP COLUMN extra_credit"],
}


@pytest.fixture
def course(tmp_path: Path) -> Course:
    made = write_course(tmp_path)
    make_gradebook(made)
    hand_in(made, "ada", "flows")
    return made


def make_old(course: Course, revision: str) -> Path:
    place = course.root / "gradebook.db"
    opened = sqlite3.connect(place)
    for change in OLDER[revision]:
        opened.execute(change)
    opened.execute("UPDATE alembic_version SET version_num = ?", [revision])
    opened.commit()
    opened.close()
    return place


def test_a_new_gradebook_has_nbgraders_newest_revision(course: Course) -> None:
    """Also where the answer is one that was kept (tests/support/revisions.py)."""
    scripts = ScriptDirectory(str(Path(nbgrader.api.__file__).with_name("alembic")))
    with closing(sqlite3.connect(course.root / "gradebook.db")) as opened:
        held = opened.execute("SELECT version_num FROM alembic_version").fetchall()
    assert held == [(scripts.get_current_head(),)]


@pytest.mark.parametrize("revision", OLDER)
def test_it_is_told_before_anything_is_graded(course: Course, revision: str) -> None:
    place = make_old(course, revision)
    before = place.read_bytes()
    column = OLDER[revision][0].split()[-1]
    with pytest.raises(StoreError, match=rf"older nbgrader: it has no \w+\.{column}.*db upgrade"):
        require_gradebook(run_of(course))
    assert place.read_bytes() == before


def test_the_command_makes_it_new(course: Course) -> None:
    place = make_old(course, "167914646830")
    with pytest.raises(StoreError, match="nbgrader db upgrade") as told:
        describe(course)
    command = str(told.value).partition("again: ")[2].partition(" (")[0]
    assert command == f"nbgrader db upgrade --db='sqlite:///{place}'"
    put_alembic_on_path()
    words = command.replace("'", "").split()[1:]
    run = [sys.executable, "-m", "nbgrader", *words]
    subprocess.run(run, cwd=course.root, check=True, capture_output=True)
    require_gradebook(run_of(course))
    assert "1 students, 3 assignments" in describe(course)
    assert settle_course(run_of(course)) == ()


def test_a_new_one_or_none_or_a_locked_one_is_no_old_one(course: Course) -> None:
    require_gradebook(run_of(course))
    holder = sqlite3.connect(course.root / "gradebook.db")
    holder.execute("BEGIN EXCLUSIVE")
    require_gradebook(run_of(course))
    holder.close()
    (course.root / "gradebook.db").unlink()
    require_gradebook(run_of(course))


@pytest.mark.parametrize(
    "said",
    [
        "column student.lms_user_id does not exist\nLINE 1: SELECT",
        'relation "course" does not exist',
        "no such table: course",
        "table grade has no column named extra_credit",
    ],
)
def test_other_databases_say_it_otherwise(said: str) -> None:
    url = "postgresql+psycopg://grader:secret@db/course"
    with pytest.raises(StoreError) as told, reaching(url):
        raise ProgrammingError("SELECT", {}, Exception(said))
    assert "nbgrader db upgrade (" in str(told.value) and "secret" not in str(told.value)
