"""Pages in the course's language: no word of ours is left in English, and code runs its own way."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from markupsafe import Markup
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.course.config import Course, load_course
from autograder.feedback.exporter import FeedbackPage
from autograder.feedback.words import Words
from autograder.gradebook.redact import withhold
from autograder.records.result import KEY, Result
from autograder.records.verdict import ExerciseVerdict, Finding, Picture, Verdict
from autograder.runs.run import run_of
from autograder.text.i18n import as_said, language_of, said
from autograder.watch.words import rejected_page, waiting_page
from tests.nbgrader.test_gradebook import png
from tests.support.toycourse import COURSE, make_course

CODES = ("cs", "he")
TITLE, MESSAGE = as_said("A figure that this cell drew."), said("passed")
WRONG = Finding("one", TITLE, "failed", 1.0, MESSAGE, True, picture=Picture(png(), said("part")))
RIGHT = Finding("two", TITLE, "passed", 1.0, "", False)
HALF = ExerciseVerdict("toy/masks", 2.0, 4.0, (WRONG, RIGHT))
DUE = datetime(2027, 3, 1, 12, tzinfo=UTC)
# What belongs to the course and the student, and what is the same word in Czech.
NAMES = set(re.findall(r"\w+", "masks grade essay own task ada toy T x code printed UTC"))
SAME = {"cs": {"a", "notebook"}, "he": set[str]()}

pytestmark = pytest.mark.nbgrader


def course_in(code: str, root: Path) -> Course:
    return make_course(root, course=COURSE.replace("[course]", f'[course]\nlanguage = "{code}"'))


@pytest.fixture(scope="module", params=CODES)
def course(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Course:
    return course_in(request.param, tmp_path_factory.mktemp(request.param))


def graded(course: Course, **nbgrader: Any) -> NotebookNode:
    """Return a grade cell as the gradebook has it."""
    result = nbgrader.pop("result", Result(HALF))
    known = {"grade": True, "grade_id": "masks-grade", "points": 4, "score": 2.0, **nbgrader}
    metadata = {"nbgrader": known, KEY: result.to_json()}
    outputs = [new_output("display_data", {"text/html": "secret"})]
    cell: NotebookNode = from_dict(new_code_cell("", outputs=outputs, metadata=metadata))
    return cell


def notebook_of(*cells: NotebookNode) -> NotebookNode:
    """Return a notebook with something of every kind, and these cells."""
    answer = {"solution": True, "grade_id": "own", "comment": "No response."}
    task = {"task": True, "grade_id": "task", "points": 1}
    essay = {"solution": True, "grade": True, "grade_id": "essay", "points": 3, "score": None}
    figure = new_output("display_data", {"image/png": "AAAA"})
    every = [
        new_markdown_cell("# T\n\n$x$ `code`\n\n![](none.png)"),
        new_code_cell("code", metadata={"nbgrader": answer}, outputs=[figure]),
        new_markdown_cell("x", metadata={"nbgrader": essay}),
        new_markdown_cell("x", metadata={"nbgrader": task}),
        new_code_cell("code", metadata={"tags": ["self-check"]}),
        new_code_cell("code", metadata={"tags": ["ungraded"]}),
        new_code_cell("code", outputs=[new_output("stream", name="stdout", text="printed")]),
    ]
    notebook: NotebookNode = from_dict(new_notebook(cells=[*every, *cells]))
    return notebook


def page_of(course: Course, notebook: NotebookNode, **scores: Any) -> BeautifulSoup:
    """Return the page as nbgrader makes it, with the settings of the course."""
    known = {"student": "ada", "notebook": "toy", "score": 2, "max_score": 8, "late_penalty": 0}
    exporter = FeedbackPage(config=run_of(course).settings)  # type: ignore[no-untyped-call]
    page, _ = exporter.from_notebook_node(notebook, {"nbgrader": {**known, **scores}})
    return BeautifulSoup(page, "html.parser")


def pages(course: Course) -> list[BeautifulSoup]:
    """Return a page of each kind that a student may get."""
    rejected = Result(reason=said("passed"))
    told = Result(ExerciseVerdict("toy/masks", 4.0, 4.0, (RIGHT,)))
    early = graded(course, score=4.0, result=replace(told, withheld=True))
    by_hand = graded(course, score=1.0, comment="x", result=told)
    alone = new_notebook(cells=[graded(course, score=4.0, result=told)])
    return [
        page_of(course, notebook_of(graded(course)), late_penalty=0.5),
        page_of(course, notebook_of(graded(course, score=0.0, result=rejected))),
        page_of(course, notebook_of(early)),
        page_of(course, notebook_of(by_hand)),
        page_of(course, from_dict(alone)),
        page_of(course, notebook_of()),
    ]


def words_on(page: BeautifulSoup) -> str:
    """Return all that is read on a page, or read out."""
    for other in page.select("style"):
        other.decompose()
    labels = [str(one["aria-label"]) for one in page.select("[aria-label]")]
    return "\n".join([page.get_text("\n"), *labels, *(str(i["alt"]) for i in page.select("img"))])


def test_no_word_of_a_page_is_left_in_english(course: Course, tmp_path: Path) -> None:
    english = course_in("en", tmp_path)
    for translated, source in zip(pages(course), pages(english), strict=True):
        assert translated.select("[lang=en]") == []
        ours, theirs = (set(re.findall(r"[^\W\d_]+", words_on(p))) for p in (translated, source))
        assert len(theirs) > 20
        assert ours & theirs <= NAMES | SAME[course.language.code]


def test_a_page_says_its_language_and_direction(course: Course) -> None:
    page = page_of(course, notebook_of(graded(course)), late_penalty=0.5)
    assert page.html is not None
    assert (page.html["lang"], page.html["dir"]) == (
        course.language.code,
        course.language.direction,
    )
    assert {pre.get("dir") for pre in page.select("pre, math")} == {"ltr"}
    assert {code.get("dir") for code in page.select(".prose code, .answer code")} == {"ltr"}
    assert {prose.get("dir") for prose in page.select(".prose")} == {"auto"}
    (penalty,) = page.select(".late .number")
    assert str(penalty.find("bdi")) == '<bdi dir="ltr">−0.5</bdi>'


def test_what_is_withheld_is_said_in_the_courses_language(course: Course) -> None:
    language = course.language
    for kept in (Result(HALF).to_json(), {}):
        cell = graded(course)
        cell.metadata[KEY] = kept
        notebook = notebook_of(cell)
        names: dict[str, Any] = {}
        withhold(notebook, names, said("passed"))
        page = page_of(course, notebook, **names)
        told = page.select_one("[data-withheld]")
        assert told is not None and "secret" not in str(page) and str(RIGHT.title) not in told
        assert language.word(said("passed")) in told.get_text() and "told after" not in str(told)
        assert 'lang="en"' not in str(told)


def test_pages_of_a_watch_are_in_the_courses_language(course: Course) -> None:
    rejected = Verdict("toy", "ada", "rejected", 0.0, 4.0, "0", "0", "cpu", {}, 0.0, (), MESSAGE)
    for page in (waiting_page(course, "toy", DUE), rejected_page(course, rejected)):
        assert f'<html lang="{course.language.code}" dir="{course.language.direction}">' in page
        assert 'lang="en"' not in page
        assert not re.search("graded|submission|March", page)


@pytest.mark.parametrize(("per_day", "times"), [(1, "once"), (2, "2 times")])
def test_a_waiting_page_in_english(tmp_path: Path, per_day: int, times: str) -> None:
    make_course(tmp_path, course=f"{COURSE}\n[watch]\nper_day = {per_day}\n")
    page = BeautifulSoup(waiting_page(load_course(tmp_path), "toy", DUE), "html.parser")
    assert page.p is not None and page.p.get_text() == (
        f"This submission has arrived. Submissions of toy are graded {times} in any 24 hours; it "
        f"is graded after 1 March 2027, 12:00:00 UTC, unless a newer one has arrived by then."
    )


def test_values_are_text_unless_they_are_markup() -> None:
    link = Markup("<a>")
    english, hebrew = Words(), Words(language_of("he"))
    assert english.html("on {part}", part="<b>") == "on &lt;b&gt;"
    assert hebrew.html("on {part}", part="<b>") == "על <bdi>&lt;b&gt;</bdi>"
    assert hebrew.html("on {part}", part=link) == "על <a>"
    assert hebrew.text("on {part}", part="<b>") == "על <b>"


def test_words_that_nobody_has_translated_say_that_they_are_english() -> None:
    unknown = "A word of nobody's, {part}"
    told = Words(language_of("he")).html(unknown, part=1)
    assert told.startswith('<span lang="en" dir="ltr">A word of nobody&#39;s, ')
    assert Words().html("{points} points", points=1) == "1 points"
