"""formgrader's page of a submission: no picture on it has the red frame of its style sheet."""

from pathlib import Path
from typing import Any

import nbgrader.server_extensions.formgrader.handlers as formgrader
import pytest
from bs4 import BeautifulSoup
from markupsafe import Markup
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.feedback.exporter import StudentPage, page_of
from autograder.feedback.findings import result_html
from autograder.gradebook.frames import NoFrames
from autograder.records.result import Result
from autograder.records.verdict import ExerciseVerdict
from autograder.runs.settings import settings_of
from tests.nbgrader.test_page import SHOWN
from tests.support.toycourse import make_course

pytestmark = pytest.mark.nbgrader

PNG = "iVBORw0KGgo="
EVIL = '"><script>alert(1)</script>'


def notebook() -> NotebookNode:
    """Return a notebook with a picture in its text, one that a cell drew, and one of a finding."""
    drawn = new_output(
        "display_data", {"image/png": f"{PNG}\n"}, metadata={"image/png": {"alt": EVIL}}
    )
    shown = result_html(Result(ExerciseVerdict("toy/masks", 1.0, 2.0, (SHOWN,))), 2.0)
    finding = new_output("display_data", {"text/html": str(shown)})
    made: NotebookNode = new_notebook(
        cells=[
            new_markdown_cell(f"![A figure](data:image/png;base64,{PNG})"),
            new_code_cell("draw()", outputs=[drawn]),
            new_code_cell("# graded", outputs=[finding]),
        ]
    )
    return made


def shown_by_formgrader(root: Path, shown: NotebookNode) -> BeautifulSoup:
    """Return the page as formgrader makes it (formgrader.py of nbgrader)."""
    settings = settings_of(make_course(root))
    settings.HTMLExporter.template_name = "formgrade"
    settings.HTMLExporter.extra_template_basedirs = [formgrader.template_path]
    exporter: Any = HTMLExporter(config=settings)
    resources = {"assignment_id": "toy", "notebook_id": "toy", "submission_id": "1", "index": 0}
    resources |= {"total": 1, "base_url": "", "student": "ada"}
    page, _ = exporter.from_notebook_node(shown, resources=resources)
    return BeautifulSoup(page, "html.parser")


def test_no_picture_is_framed_in_red(tmp_path: Path) -> None:
    sheet = Path(formgrader.static_path) / "css" / "formgrade.css"
    assert "2px solid red" in sheet.read_text(), "nbgrader has fixed it: ours can go"
    page = shown_by_formgrader(tmp_path, notebook())
    pictures = page.select("#notebook img")
    assert len(pictures) == 3
    assert all("border:0" in str(picture["style"]) for picture in pictures)
    assert EVIL in [picture["alt"] for picture in pictures], "as text"
    assert not [one for one in page.select("script") if "alert(1)" in one.get_text()]


def test_our_own_pages_draw_each_picture_once_and_files_stay() -> None:
    own = notebook()
    page = BeautifulSoup(page_of(StudentPage, own), "html.parser")
    assert len(page.select("main img")) == 2
    assert own.cells[1].outputs[0].data == {"image/png": f"{PNG}\n"}


def test_what_is_html_already_stays() -> None:
    both = {"image/png": PNG, "text/html": Markup("<b>x</b>")}
    shown = new_notebook(cells=[new_code_cell("x", outputs=[new_output("display_data", both)])])
    unframed: Any = NoFrames()  # type: ignore[no-untyped-call]
    unframed.preprocess(shown, {})
    assert shown.cells[0].outputs[0].data == both
