"""What people read, looked at by axe-core: on a desk and on a telephone, light and dark."""

from pathlib import Path
from typing import Any

import nbformat
import pytest
from markupsafe import Markup
from nbformat import NotebookNode

from autograder.feedback.feedback_page import FeedbackPage, page_of
from autograder.feedback.findings import findings_html
from autograder.feedback.standalone import page as alone
from autograder.gradebook.record import write_verdict
from autograder.handout.preview import preview
from autograder.records.verdict import ExerciseVerdict, Finding, Picture, Verdict
from autograder.report.clusters import clusters_of
from autograder.report.links import Links, Places
from autograder.report.page import Around, to_html
from tests.browser.axe import SCROLLED, violations
from tests.browser.test_browser import browser as browser  # the same one, as a fixture
from tests.browser.test_browser import page_of as opened
from tests.conftest import ROOT
from tests.nbgrader.test_gradebook import png
from tests.unit.report.test_report import told

pytestmark = [
    pytest.mark.browser,
    pytest.mark.nbgrader,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.timeout(600),  # axe-core takes its time over a whole handout
]

HANDOUT = ROOT / "release" / "pixelcnn"
LOOKS: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1200, "height": 900}},
    "phone": {"viewport": {"width": 400, "height": 800}, "color_scheme": "dark"},
}
OTHERS = ("foundations", "density", "sequences", "images", "games")
PREVIEWS = tuple(f"{name}/{page}" for name in OTHERS for page in ("student", "instructor"))
PAGES = ("feedback", "report", "check", "student", "instructor", *PREVIEWS)


def finding(outcome: str, **more: Any) -> Finding:
    given = {"check": "a", "title": "It hides the *centre*", "weight": 1.0, "visible": True}
    return Finding(**{**given, "outcome": outcome, "message": "Row 2 of `f` leaks.", **more})


FINDINGS = (
    finding("passed", message=""),
    finding("failed", picture=Picture(png(), "Two cells are lit.", "Lit: what it sees.")),
    finding("crashed", visible=False),
    finding("skipped"),
    finding("broken"),
)


def feedback() -> str:
    """Return a page of the whole handout, on which every outcome stands."""
    notebook: NotebookNode = nbformat.read(HANDOUT / "pixelcnn.ipynb", as_version=4)
    tables = [c.metadata.nbgrader for c in notebook.cells if c.metadata.get("nbgrader")]
    exercises = tuple(
        ExerciseVerdict(
            f"pixelcnn/{table.grade_id.removesuffix('-grade')}", 1.0, float(table.points), FINDINGS
        )
        for table in tables
        if table.grade
    )
    most = sum(one.max_points for one in exercises)
    points = float(len(exercises))
    verdict = Verdict("pixelcnn", "ada", "graded", points, most, "", "", "cpu", {}, 1.0, exercises)
    write_verdict(notebook, verdict)
    for table in tables:
        table.update({"score": 1.0} if table.grade else {"comment": "See **me**."})
    names: dict[str, Any] = {"student": "ada", "notebook": "pixelcnn", "assignment": "pixelcnn"}
    names |= {"score": points, "max_score": most, "late_penalty": 0.5}
    place = {"name": "pixelcnn", "path": str(HANDOUT)}
    return page_of(FeedbackPage, notebook, nbgrader=names, metadata=place)


def report() -> str:
    """Return a class report with similar code and links."""
    made = told()
    links = Links({"bob": Places("../feedback/bob/x.html", "../submitted/bob/x.ipynb")})
    code = "def a_function_with_a_long_name(x):\n    return 1\n" * 60 + "x = " + "1 + " * 60 + "1"
    codes = {"bob": code, "cy": code}
    return to_html(made, "today", Around("pixelcnn", links, clusters_of(made.pairs), codes))


def check() -> str:
    """Return what `autograder check --html` writes."""
    sections = [
        findings_html(
            ExerciseVerdict(f"pixelcnn/{name}", 1.0, 2.0, FINDINGS), "More is asked.", ["That"]
        )
        for name in ("masks", "stack")
    ]
    return str(alone("my work", Markup("").join(sections)))


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of all pages."""
    folder = tmp_path_factory.mktemp("pages")
    for name, text in {"feedback": feedback(), "report": report(), "check": check()}.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    assert preview(ROOT, "pixelcnn", folder) == 0
    for name in OTHERS:
        assert preview(ROOT, name, folder / name) == 0
    return folder


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_core_finds_nothing(browser: Any, places: Path, name: str, look: str) -> None:
    url = (places / f"{name}.html").as_uri()
    with opened(browser, url, **LOOKS[look]) as seen:
        seen.page.goto(url)
        assert violations(seen.page) == []
        assert seen.page.evaluate(SCROLLED) == [], "out of reach of a keyboard, or up and down"
        wide = seen.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, "the page scrolls sideways"
        assert seen.abroad == []


def test_axe_core_would_find_something(browser: Any, places: Path) -> None:
    """A page without a language, a picture without words, a header of nothing, pale code."""
    bad = places / "bad.html"
    pale = (
        "<div class=highlight><pre><span class=k>if</span> <span class=n{}>size</span></pre></div>"
    )
    code = pale.format("") + pale.format(" style='color:#ddd'")
    bad.write_text(f"<table><tr><th></th><td>1</td></tr></table><img src='data:,'>{code}")
    with opened(browser, bad.as_uri()) as seen:
        seen.page.goto(bad.as_uri())
        found = " ".join(violations(seen.page))
        wanted = ("empty-table-header", "html-has-lang", "image-alt", "color-contrast")
        assert all(rule in found for rule in wanted)
        seen.wrong.clear()
