"""The pages about checks: made of the code, and followed word for word in a fresh course."""

import re
import runpy
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.__main__ import main
from autograder.course.begin import begin_course
from autograder.course.config import load_course
from autograder.course.loader import checks_for
from tests.conftest import ROOT

DOCS = ROOT / "docs"
MAKER = runpy.run_path(str(DOCS / "make_checks.py"))


Run = Callable[[str], str]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    begin_course(tmp_path / "my-course")
    place = tmp_path / "my-course" / "course.toml"
    text = place.read_text(encoding="utf-8")
    # In this process, which has imported all that a process of its own would for seconds.
    place.write_text(text.replace("jobs = 0", "jobs = 1", 1), encoding="utf-8")
    assert load_course(place.parent).grading.jobs == 1
    return place.parent


@pytest.fixture
def run(course: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command as the page has it, and return what it said."""

    def said(command: str) -> str:
        program, *words = shlex.split(command, comments=True)
        assert program == "autograder"
        code = main(["--course", str(course), *words])
        told = capsys.readouterr()
        assert code == 0, told
        return told.out + told.err

    return said


def test_the_page_about_checks_is_current() -> None:
    made = MAKER["page"]()
    assert (DOCS / "checks.md").read_text(encoding="utf-8") == made, "run docs/make_checks.py"
    for word in (
        "check.each",
        "answer.should_equal",
        "answer.gradient",
        "ctx.randn",
        "ctx.reference",
    ):
        assert f"{word}" in made


@pytest.mark.nbgrader
@pytest.mark.timeout(300)
def test_the_example_of_the_page_is_an_exercise_that_verifies(course: Path, run: Run) -> None:
    run("autograder new flows/norms")
    shutil.rmtree(course / "tests/submissions/flows/norms")
    for place, name in MAKER["EXAMPLE"]:
        (course / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(DOCS / "example" / name, course / place)
    verified = run("autograder verify flows")
    assert "All is as it must be" in verified and "2 of 2" in verified
    assert "nothing shows that it works" not in verified.replace("\n", " ").split("l1_")[0]
    run("autograder build flows")
    released = checks_for(course / "release/flows/checks", "norms")
    ours = checks_for(course / "assignments/flows/checks", "norms")
    assert [(one.name, one.title) for one in released] == [(one.name, one.title) for one in ours]
    text = (course / "release/flows/checks/norms.py").read_text(encoding="utf-8")
    assert "ctx.randn" not in text and "(3, -4) is 7 long" in text


@pytest.mark.nbgrader
@pytest.mark.timeout(300)
def test_add_an_exercise_is_followed_word_for_word(course: Path, run: Run) -> None:
    page = (DOCS / "add-an-exercise.md").read_text(encoding="utf-8")
    new, verify, build = re.findall(r"^ {4}(autograder .*)$", page, re.MULTILINE)
    run(new)
    for pattern in re.findall(r"^\| `([^`]+)`", page, re.MULTILINE):
        assert list(course.glob(pattern)), pattern
    text = (course / "course.toml").read_text(encoding="utf-8")
    assert re.search(r"^coupling = 10$", text, re.MULTILINE)
    assert '{{ exercise("coupling") }}' in page
    handout = (course / "assignments/flows/assignment.md.j2").read_text(encoding="utf-8")
    assert '{{ exercise("coupling") }}' in handout
    # The check that the page shows takes the place of the one that stands there.
    checks = course / "assignments/flows/checks/coupling.py"
    asked = re.search(r"^ {4}answer = .*\n {4}answer\.should.*\n", page, re.MULTILINE)
    assert asked is not None
    source = checks.read_text(encoding="utf-8")
    line = re.search(r"^ {12}answer = .*\n {12}answer\.should.*\n", source, re.MULTILINE)
    assert line is not None
    shown = "            x = x + shift\n" + re.sub("^ {4}", " " * 12, asked[0], flags=re.MULTILINE)
    checks.write_text(
        source.replace(line[0], shown.replace("x = x +", "x = x +")), encoding="utf-8"
    )
    head = re.search(r"^ {4}(# expect: .*)\n {4}(# says: .*)$", page, re.MULTILINE)
    assert head is not None
    known = (course / "tests/submissions/flows/coupling").glob("wrong_*.py")
    first = [tuple(path.read_text(encoding="utf-8").splitlines()[:2]) for path in known]
    assert any(expect == head[1] for expect, _ in first)
    assert "All is as it must be" in run(verify)
    run(build)
    assert load_course(course).assignment("flows").exercises["coupling"] == 10
    assert (course / "release/flows/flows.ipynb").is_file()
