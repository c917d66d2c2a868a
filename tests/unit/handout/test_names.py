"""Every name that a notebook's code uses is defined there: one cell that is not, and it ends."""

import subprocess
import sys

import nbformat
import pytest

from autograder.course.config import load_course
from autograder.handout.template import source_notebook
from tests.conftest import ROOT

UNDEFINED = "F821,F823"  # of pyflakes: names that are not there, or not yet


def undefined(notebook: nbformat.NotebookNode) -> str:
    """Return what the linter says of names in a notebook, annotations among them; "" if nothing."""
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--quiet", "--no-cache"]
    command += ["--output-format", "concise", "--select", UNDEFINED]
    command += ["--stdin-filename", "handout.ipynb", "-"]
    text: str = nbformat.writes(notebook)
    done = subprocess.run(command, input=text, text=True, capture_output=True, check=False)
    assert not done.stderr, done.stderr
    return done.stdout


@pytest.mark.parametrize("assignment", load_course(ROOT).assignments)
def test_a_handout_uses_no_name_that_it_does_not_define(assignment: str) -> None:
    assert undefined(source_notebook(load_course(ROOT), assignment)) == ""


def test_a_published_function_that_needs_its_module_is_seen() -> None:
    cell = nbformat.v4.new_code_cell("def train(begun: Begun | None = None) -> None: ...")
    assert "Begun" in undefined(nbformat.v4.new_notebook(cells=[cell]))
