"""nbgrader's feedback pages: what stands on top, for every screen, and nothing loaded."""

import json
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup, Tag
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.api import Gradebook

from autograder.course.config import Course
from autograder.feedback.feedback_page import TEMPLATES, FeedbackPage, page_of
from autograder.feedback.findings import _LOOKS
from autograder.feedback.markdown import Outline, safe_markdown
from autograder.feedback.summary import part_of, summarise
from autograder.gradebook.publish import make_feedback
from autograder.gradebook.recording import record
from autograder.handout.build import build, database_url
from autograder.records.result import KEY, Result
from autograder.records.verdict import ExerciseVerdict, Finding, Picture, Stop, Verdict
from autograder.runs.run import run_of
from tests.conftest import ROOT
from tests.nbgrader.test_gradebook import CONFIG, finding, png
from tests.support.toycourse import by_name, make_course, read_notebook

Pages = dict[str, BeautifulSoup]

WRONG = finding(
    "failed", title="Type `A` hides the centre", message="Row 2 of `first` sees its future."
)
SHOWN = replace(WRONG, picture=Picture(png(), "Two cells are lit that must be dark."))
RIGHT = replace(WRONG, outcome="passed", message="")


def exercises(masks: float, scores: float, *of_masks: Finding) -> tuple[ExerciseVerdict, ...]:
    outcome = RIGHT if scores == 2.5 else WRONG
    return (
        ExerciseVerdict("toy/masks", masks, 4.0, of_masks),
        ExerciseVerdict("toy/scores", scores, 2.5, (outcome,)),
    )


STOP = Stop("GPU", "Cell 3 stopped in line 2.", "Cell 3 stopped in line 2. No GPU.", "No GPU.")
GONE = replace(WRONG, outcome="crashed", message=f"{STOP.message} `first` is not defined.")


def stopped(*of_masks: Finding) -> tuple[ExerciseVerdict, ...]:
    masks, scores = exercises(3.0, 0.0, *of_masks)
    return replace(masks, stop=STOP), scores


CLASS = {
    "ada": exercises(4.0, 2.5, RIGHT, RIGHT),
    "bob": exercises(1.0, 2.0, RIGHT, SHOWN, replace(WRONG, title="Not this one")),
    "cleo": (),
    "dan": exercises(4.0, 1.0, RIGHT),
    "eli": stopped(replace(WRONG, title="Not this one"), GONE),
}


def verdict_for_nbgrader(
    course: Course, assignment: str, student: str, notebook: NotebookNode
) -> Verdict:
    found = CLASS[student]
    return Verdict(
        assignment="toy",
        student=student,
        status="graded" if found else "rejected",
        points=sum(one.points for one in found),
        max_points=6.5,
        submission_sha256="0",
        course_sha256="0",
        device="cpu",
        versions={},
        seconds=0.0,
        exercises=found,
        reason="" if found else "The notebook was of <b>another</b> course.",
    )


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The pages of a class, after a person has given points and comments, and one was late."""
    course = make_course(tmp_path_factory.mktemp("course"))
    build(course, "toy")
    config = CONFIG.format(verdict_of="tests.nbgrader.test_page.verdict_for_nbgrader")
    (course.root / "nbgrader_config.py").write_text(config)
    for student in CLASS:
        hand_in(course, student)
    assert record(run_of(course), "toy", CLASS) == {}
    with Gradebook(database_url(course), "toys") as gradebook:
        gradebook.find_grade("scores-grade", "toy", "toy", "dan").manual_score = 2.5
        comment = gradebook.find_comment("masks-first", "toy", "toy", "dan")
        comment.manual_comment = "See **me**. <script>alert(1)</script>"
        late = gradebook.find_submission_notebook("toy", "toy", "bob")
        late.late_submission_penalty = 0.5
        gradebook.db.commit()
    made = make_feedback(run_of(course), "toy")
    return {
        page.parents[1].name: BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        for page in made
    }


def hand_in(course: Course, student: str) -> None:
    notebook = read_notebook(course.root / "release" / "toy" / "toy.ipynb")
    by_name(notebook)["masks-first"].source = "def first(size):\n    return 2 * size"
    path = course.root / "submitted" / student / "toy" / "toy.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(notebook))


def text_of(page: BeautifulSoup, chosen: str) -> str:
    (tag,) = page.select(chosen)
    return " ".join(tag.get_text(" ").split())


pytestmark = pytest.mark.nbgrader


def test_what_to_look_at_first_is_the_first_failed_check_where_most_is_lost(pages: Pages) -> None:
    first = text_of(pages["bob"], "section.first")
    assert "masks lost the largest share: 1 of 4 points are left" in first
    assert "Type A hides the centre" in first and "Row 2 of first sees its future." in first
    assert "Not this one" not in first
    (link,) = pages["bob"].select("section.first p:last-child a")
    (item,) = pages["bob"].select(str(link["href"]))
    assert item["data-outcome"] == "failed" and "Type A" in item.get_text()
    assert "picture" in link.get_text()


def test_the_cell_that_stopped_comes_before_all_else(pages: Pages) -> None:
    first = text_of(pages["eli"], "section.first")
    assert first.startswith("What to look at first Cell 3 stopped in line 2. No GPU.")
    assert "No answer to: Type A hides the centre" in first and "Not this one" not in first
    assert "So masks has 3 of 4 points" in first


def test_points_are_those_of_the_gradebook(pages: Pages) -> None:
    assert text_of(pages["bob"], ".total").startswith("2.5 of 6.5 points")
    assert "handed in late −0.5" in text_of(pages["bob"], ".points")
    assert "scores 2.5 of 2.5 0 of 1; points changed by a person" in text_of(
        pages["dan"], ".points"
    )
    assert text_of(pages["dan"], ".total").startswith("6.5 of 6.5 points")
    assert text_of(pages["dan"], ".first").endswith("though not every check has passed.")
    assert "changed the points" in text_of(pages["dan"], "#result-scores")
    assert "changed the points" not in text_of(pages["dan"], "#result-masks")


def test_a_comment_is_found_from_the_top_and_is_text(pages: Pages) -> None:
    (link,) = pages["dan"].select("section[aria-labelledby=comments] a")
    (comment,) = pages["dan"].select(str(link["href"]))
    assert comment.select_one("strong") is not None
    assert "alert(1)" in comment.get_text() and comment.find("script") is None
    assert pages["ada"].select("#comments") == []


def test_when_nothing_is_lost_the_page_says_so(pages: Pages) -> None:
    assert "Every check has passed" in text_of(pages["ada"], "section.first")


def test_why_a_notebook_was_rejected_stands_on_top(pages: Pages) -> None:
    first = text_of(pages["cleo"], "section.first")
    assert "could not be graded" in first
    assert "The notebook was of <b>another</b> course." in first


@pytest.mark.parametrize("student", CLASS)
def test_a_page_loads_and_runs_nothing(pages: Pages, student: str) -> None:
    page = pages[student]
    assert page.find(["script", "link", "iframe", "object", "form", "base"]) is None
    assert all(str(tag["src"]).startswith("data:image/") for tag in page.select("[src]"))
    assert not re.search(r"url\(|@import", page.select_one("style").get_text())  # type: ignore[union-attr]
    (policy,) = page.select("meta[http-equiv=Content-Security-Policy]")
    assert str(policy["content"]).startswith("default-src 'none';")
    assert "script-src" not in policy["content"] and "http" not in policy["content"]


@pytest.mark.parametrize("student", CLASS)
def test_a_page_can_be_read_by_everyone(pages: Pages, student: str) -> None:
    page = pages[student]
    assert page.html is not None and page.html["lang"] == "en"
    (viewport,) = page.select("meta[name=viewport]")
    assert "width=device-width" in viewport["content"]
    levels = [int(heading.name[1]) for heading in page.select("h1, h2, h3, h4, h5, h6")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    assert all(image.get("alt") for image in page.select("img"))
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    for link in page.select("a[href^='#']"):
        assert str(link["href"])[1:] in ids, link
    assert len(page.select("main")) == len(page.select("header")) == 1


def test_scores_that_nobody_has_given_are_not_called_perfect() -> None:
    cell = {
        "cell_type": "markdown",
        "source": "An essay.",
        "metadata": {"nbgrader": {"grade": True, "solution": True, "grade_id": "e", "points": 3}},
    }
    notebook = NotebookNode(cells=[_node(cell)])
    assert not summarise(notebook).full and summarise(notebook).first is None


@pytest.mark.parametrize("withheld", [False, True])
def test_what_is_not_told_yet_is_not_called_all(withheld: bool) -> None:
    result = Result(ExerciseVerdict("toy/masks", 4.0, 4.0, (RIGHT,)), withheld=withheld)
    cell = _node(
        {
            "cell_type": "code",
            "id": "a",
            "execution_count": None,
            "source": "",
            "outputs": [],
            "metadata": {
                "nbgrader": {"grade": True, "grade_id": "masks-grade", "points": 4, "score": 4},
                KEY: result.to_json(),
            },
        }
    )
    scores = {"student": "ada", "notebook": "toy", "score": 4, "max_score": 4, "late_penalty": 0}
    notebook = NotebookNode(cells=[cell], metadata={}, nbformat=4, nbformat_minor=5)
    page = BeautifulSoup(page_of(FeedbackPage, notebook, nbgrader=scores), "html.parser")
    assert ("before the due date" in page.get_text()) == withheld
    assert ("no point was lost" in page.get_text()) != withheld


@pytest.mark.parametrize("withheld", ["", "1 March 2027"])
def test_other_notebooks_are_linked_and_their_points_told_when_they_may_be(withheld: str) -> None:
    scores = {"student": "ada", "notebook": "part1", "score": 4, "max_score": 4, "late_penalty": 0}
    others = [{"name": "part2", "score": 1.5, "most": 2.5}]
    notebook = NotebookNode(cells=[], metadata={}, nbformat=4, nbformat_minor=5)
    told = {**scores, "others": others, "withheld": withheld}
    page = BeautifulSoup(page_of(FeedbackPage, notebook, nbgrader=told), "html.parser")
    assert page.find("a", href="part2.html") is not None
    assert ("1.5 of 2.5 points" in page.get_text()) != bool(withheld)


def test_what_an_earlier_version_drew_is_shown_as_it_is() -> None:
    table = {"grade": True, "grade_id": "masks-grade", "points": 4, "score": 1}
    drawn = new_output("display_data", {"text/html": "<p>1 of 4 points</p>"})
    for held in ({}, {"hides": 0}):
        metadata = {"nbgrader": table, KEY: held}
        cell = _node({"cell_type": "code", "outputs": [drawn], "metadata": metadata, "source": ""})
        part = part_of(NotebookNode(cell))
        assert str(part.html) == "<p>1 of 4 points</p>" and not part.seen and part.score == 1
    assert Result.of({KEY: {"exercise": {}, "reason": "", "note": "", "withheld": 0}}) is None


def _node(data: object) -> object:
    if isinstance(data, dict):
        return NotebookNode({key: _node(value) for key, value in data.items()})
    return data


# Contrast


def schemes() -> list[dict[str, str]]:
    """Return the colours by name of the light scheme and of the dark one."""
    css = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    rules = re.findall(r":root{([^}]+)}", css)
    light, dark = (dict(re.findall(r"--([\w-]+):(#\w{6})", rule)) for rule in rules)
    assert light.keys() == dark.keys()
    return [light, dark]


def luminance(colour: str) -> float:
    """Return WCAG's relative luminance."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", schemes(), ids=["light", "dark"])
def test_every_ink_can_be_read_on_every_paper(scheme: dict[str, str]) -> None:
    papers = {name: one for name, one in scheme.items() if name.startswith("paper")}
    inks = {name: one for name, one in scheme.items() if name.startswith("ink")}
    assert len(papers) >= 5 and len(inks) >= 9
    ratios = {(i, p): contrast(inks[i], papers[p]) for i in inks for p in papers}
    assert {pair: r for pair, r in ratios.items() if r < 4.5} == {}
    marks = [scheme["bar"], *(tint for _, _, tint in _LOOKS.values())]
    assert min(contrast(mark, paper) for mark in marks for paper in papers.values()) >= 3


def test_text_has_no_other_colour() -> None:
    css = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    rules = re.sub(r":root{[^}]+}", "", css)
    assert set(re.findall(r"[{;\n]color:([^;}]+)", rules)) <= {
        *(f"var(--{name})" for name in schemes()[0] if name.startswith("ink")),
        "inherit",
    }
    grounds = set(re.findall(r"background:([^;}]+)", rules))
    papers = {f"var(--{name})" for name in schemes()[0] if name.startswith(("paper", "bar"))}
    assert grounds - papers == {"#fff"}  # behind pictures


# Markdown


def html_of(source: str, **resources: object) -> BeautifulSoup:
    return BeautifulSoup(safe_markdown({"resources": resources}, source, {}), "html.parser")


def test_headings_of_a_notebook_skip_no_level_of_the_page() -> None:
    page = html_of("# One\n\n#### Four\n\n## Two", outline=Outline())
    assert [tag.name for tag in page.select("h1, h2, h3, h4, h5")] == ["h2", "h3", "h3"]


def test_markdown_cannot_look_like_a_result() -> None:
    page = html_of('<div class="result good"><code class="k">x</code></div>')
    assert page.div is not None and page.div.get("class") is None
    assert page.code is not None and page.code["class"] == ["k"]


def test_a_missing_attachment_stops_nothing() -> None:
    assert "[picture left out: mine]" in html_of("![mine](attachment:none.png)").get_text()


def test_a_formula_becomes_mathml_or_stays_as_code() -> None:
    page = html_of(r"So $x^2$, $\frac{$ and" "\n\n$$\\sum_i x_i$$")
    inline, block = page.select("math")
    assert block["display"] == "block" and inline["alttext"] == "x^2"
    assert isinstance(block.parent, Tag) and block.parent["class"] == ["scroll"]
    assert page.select("code.tex-inline")[0].get_text() == r"\frac{"


def test_a_formula_can_smuggle_nothing_in() -> None:
    evil = r"$<img src=x onerror=alert(1)>$ $\href{javascript:alert(1)}{x}$ $\text{<script>}$"
    page = html_of(evil)
    assert page.find(["img", "script", "a"]) is None
    assert page.select("[href], [onerror]") == []


def test_every_formula_of_the_handout_is_drawn() -> None:
    notebook = read_notebook(ROOT / "release" / "pixelcnn" / "pixelcnn.ipynb")
    drawn = 0
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and "$" in cell.source:
            page = html_of(cell.source)
            assert page.select(".tex-inline, .tex-block") == [], cell.source
            drawn += len(page.select("math"))
            for code in page.select("pre, code, math"):
                code.decompose()
            assert "$" not in page.get_text(), cell.source
    assert drawn > 80


def test_letters_and_spaces_of_a_formula_are_as_tex_sets_them() -> None:
    assert [m.get_text() for m in html_of(r"$\mathbb E \mathcal N \mathbf x$").select("mi")] == [
        *"𝔼𝒩𝐱"
    ]
    assert len(html_of(r"$\log p$").select("mi + mspace + mi")) == 1
    assert len(html_of(r"$\log_2 x$").select("msub + mspace + mi")) == 1
    assert html_of(r"$\log(x)$").select("mspace") == []
