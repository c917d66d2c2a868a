"""An outline tells from texts alone what an exam has once its code is imported."""

import ast
from inspect import isfunction

import pytest

from autograder.course.config import load_course
from autograder.course.toplevel import Defined, is_function
from autograder.grading.exam import load_exam
from autograder.grading.outline import load_outline
from tests.conftest import ROOT

COURSE = load_course(ROOT)


@pytest.mark.slow
@pytest.mark.parametrize("name", COURSE.assignments)
def test_it_is_the_exam_without_its_code(name: str) -> None:
    outline, exam = load_outline(COURSE, name), load_exam(COURSE, name)
    reference = vars(exam.reference)
    assert outline.functions and set(outline.functions) <= reference.keys()
    for one, value in reference.items():
        assert isfunction(value) == (one in outline.functions), one
    assert outline.sha256 == exam.sha256
    assert [task.key for task in outline.exercises] == [one.key for one in exam.exercises]


@pytest.mark.parametrize(
    ("text", "function"),
    [
        ("def f(): ...", True),
        ("async def f(): ...", True),
        ("@torch.no_grad()\ndef f(): ...", True),
        ("@cache\ndef f(): ...", False),
        ("@functools.lru_cache(maxsize=3)\ndef f(): ...", False),
        ("@torch.jit.script\ndef f(): ...", False),
        ("class f: ...", False),
    ],
)
def test_what_a_text_defines(text: str, function: bool) -> None:
    (node,) = ast.parse(text).body
    assert isinstance(node, Defined)
    assert is_function(node) == function
