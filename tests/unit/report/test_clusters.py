"""Clusters of similar code, and how their code and the students' names are shown."""

from pathlib import Path

import pytest

from autograder.report.clusters import MOST_SHOWN, clusters_of, codes_in, lines_of, marked_code
from autograder.report.links import Links, links_from
from autograder.report.page import Around, to_html
from autograder.report.summary import Pair
from autograder.submission.read import Entry
from tests.unit.report.test_report import HOSTILE, told

AB = Pair("ada", "bob", 0.9, 0.95, ((0, 4),), ((2, 6),))
BC = Pair("bob", "cy", 0.85, 0.9, ((5, 9),), ((0, 3),))
XY = Pair("xi", "yan", 0.99, 0.99)


def test_pairs_that_share_a_student_are_one_cluster() -> None:
    first, second = clusters_of([XY, AB, BC])
    assert (first.students, second.students) == (("xi", "yan"), ("ada", "bob", "cy"))
    assert second.spans("bob") == [(2, 9)]
    assert second.spans("ada") == [(0, 4)]
    assert codes_in([first], {"xi": "x = 1", "ada": "y"}) == {"xi": "x = 1"}
    assert clusters_of([]) == ()


@pytest.mark.parametrize(
    ("code", "spans", "shown"),
    [
        ("ab\n<c>\nd", [(0, 2)], "<mark>ab</mark>\n&lt;c&gt;\nd"),
        ("ab\n<c>\nd", [(4, 5), (5, 9)], "ab\n<mark>&lt;c&gt;\nd</mark>"),
        ("ab\n<c>\nd", [(1, 3)], "<mark>ab</mark>\n&lt;c&gt;\nd"),
        ("a\x1b[b", [], "a\ufffd[b"),
        ("", [(0, 3)], ""),
        ("ab", [(7, 9)], "ab"),
    ],
)
def test_code_is_text_with_marks(code: str, spans: list[tuple[int, int]], shown: str) -> None:
    assert marked_code(code, spans) == shown


def test_what_was_handed_out_is_folded_and_what_is_their_own_is_not() -> None:
    given = lines_of("def f(x):\n  One.\n  Two.\n  Three.\n  return 1")
    code = "def f(x):\n    One.\n\n    Two.\n    Three.\n    y = <2>\n    return 1"
    assert marked_code(code, [(0, 99)], given) == (
        "⋯ 5 lines as handed out\n<mark>    y = &lt;2&gt;</mark>\n<mark>    return 1</mark>"
    )


def test_a_long_code_is_cut_and_says_so() -> None:
    shown = marked_code("x" * (MOST_SHOWN + 5), [])
    assert shown.endswith("… (cut)") and len(shown) < MOST_SHOWN + 20


def test_names_lead_to_page_and_notebook_whatever_they_are(tmp_path: Path) -> None:
    name = 'a b"#?%<i>'
    notebook = tmp_path / "submitted" / name / "toy" / "toy.ipynb"
    page = tmp_path / "feedback" / name / "toy" / "toy.html"
    for path in (notebook, page):
        path.parent.mkdir(parents=True)
        path.touch()
    entries = [Entry(name, notebook), Entry("eve", None)]
    links = links_from(tmp_path / "reports", tmp_path, "toy", entries)
    quoted = "a%20b%22%23%3F%25%3Ci%3E"
    assert links.feedback(name) == f"../feedback/{quoted}/toy/toy.html"
    assert links.feedback(name, "masks") == f"../feedback/{quoted}/toy/toy.html#result-masks"
    assert links.notebook(name) == f"../submitted/{quoted}/toy/toy.ipynb"
    assert links.feedback("eve", "masks") == links.notebook("eve") == links.notebook("who") == ""


def test_the_page_shows_code_side_by_side_as_text() -> None:
    report = told()
    clusters = clusters_of(report.pairs)
    around = Around("pixelcnn", Links(), clusters, {"bob": f"x = 1\n{HOSTILE}", "cy": "y = 2"})
    page = to_html(report, "today", around)
    assert "x = 1\n&lt;script&gt;" in page and "y = 2" in page
    assert page.count("<script") == 1 and "\x1b" not in page
    assert "autograder comment pixelcnn stack-" in page
