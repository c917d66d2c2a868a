"""Where in a notebook an exception was raised."""

import linecache
from typing import Any

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from autograder.selfcheck.places import place_of

BROKEN = """\
import math

def area(r):
    return mth.pi * r  # a typo

def outer(r):
    return [area(x) for x in (r,)]
"""


def raised_in(file: str) -> str:
    namespace: dict[str, Any] = {}
    linecache.cache[file] = (len(BROKEN), None, BROKEN.splitlines(keepends=True), file)
    exec(compile(BROKEN, file, "exec"), namespace)
    with pytest.raises(NameError) as error:
        namespace["outer"](1)
    return place_of(error.value, namespace)


@pytest.mark.parametrize(
    ("file", "place"),
    [
        ("cell 7", "cell 7, line 4, in area: return mth.pi * r  # a typo"),
        ("masks.area", "cell masks.area, line 4, in area: return mth.pi * r  # a typo"),
        ("<string>", "line 4, in area: return mth.pi * r  # a typo"),
        ("/tmp/ipykernel_1/2.py", "line 4, in area: return mth.pi * r  # a typo"),
    ],
)
def test_the_innermost_line_is_told_with_its_text(file: str, place: str) -> None:
    assert raised_in(file) == place


def test_an_error_of_somebody_else_has_no_place() -> None:
    assert place_of(ValueError("never raised"), {}) == ""


ASKING = """
from autograder.checking.student import Student, StudentCrashed
from autograder.selfcheck.local import LocalTransport
try:
    Student(LocalTransport(globals())).call_plain("outer", 1)
except StudentCrashed as crash:
    print(crash.message, crash.detail)
"""


@pytest.mark.filterwarnings("ignore")  # of Jupyter's client, not of ours
@pytest.mark.slow
def test_in_jupyter_the_cell_has_the_number_that_the_student_sees() -> None:
    client: Any = NotebookClient(new_notebook(cells=[*map(new_code_cell, (BROKEN, ASKING))]))
    said = client.execute().cells[1].outputs[0].text
    assert said.startswith("`outer` raised NameError. NameError: name 'mth' is not defined")
    assert "(cell In[1], line 4, in area: return mth.pi * r  # a typo)" in said
