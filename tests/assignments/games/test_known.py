"""The known submissions of `games`: enough of each kind, and each defines what it should."""

import ast

import pytest

from autograder.course.known import Known, known_submissions
from tests.assignments.games.test_reference_files import CONTRACT
from tests.conftest import ROOT

KNOWN = known_submissions(ROOT / "tests" / "submissions", "games")
KINDS = {"form", "unit", "numerics", "gradient", "generator", "case", "weak", "wrong", "law"}


def defined(known: Known) -> set[str]:
    tree = ast.parse(known.source)
    return {n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)}


@pytest.mark.parametrize("exercise", CONTRACT)
def test_there_are_enough_of_each(exercise: str) -> None:
    of_it = [known for known in KNOWN if known.exercise == exercise]
    assert sum(known.right for known in of_it) >= 5
    assert sum(not known.right for known in of_it) >= 12


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: f"{known.exercise}-{known.name}")
def test_each_defines_names_of_its_exercise(known: Known) -> None:
    names, due = defined(known), set(CONTRACT[known.exercise])
    if known.right:
        assert due <= names
    else:
        assert names & due
        assert known.expect and known.says and known.kind in KINDS | {"meaningless"}
