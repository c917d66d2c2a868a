"""What is read out of a module's text: titles and slips for translators, stubs for students."""

import ast
from types import ModuleType

import pytest

from autograder.checking.check import checks_of
from autograder.checking.declared import declared, sentences
from autograder.errors import CourseError
from tests.unit.handout.released import released_alone

MODULE = '''
from autograder.checking.check import check
from autograder.checking.slips import Slips
import torch

NAMES = {"left": [1, 2], "right": [3, 4]}
TITLES: dict[str, str] = {"left": "What is left", "right": "What is right"}
SECRET_CASES: list[int] = [1729]
SIGN: Slips = {"The sign is wrong.": lambda want: -want}


@check.each(NAMES, titles=TITLES, visible=True)
def shown(student, ctx, numbers):
    """Not a title"""
    student.call("f", numbers[0]).should_equal(torch.ones(1), slips=SIGN, wrong="It is off.")


@check.each(NAMES, weight=(2, 1), after=shown)
def kept(student, ctx, numbers, extra=SECRET_CASES):
    """What is `{name}` of the rest

    Only 1729 is asked.
    """
    student.call("f", 1729).should_equal(torch.ones(1), slips={"It is doubled.": 2})


@check
def bare(student, ctx):
    """Without parentheses"""
    raise AssertionError(SECRET_CASES, "1729")


def halves(want) -> Slips:
    return {"It is halved.": want / 2}
'''


def loaded(source: str) -> ModuleType:
    module = ModuleType("made")
    exec(compile(source, "made", "exec"), vars(module))
    return module


def told(source: str) -> list[tuple[str, str, bool]]:
    return [(one.name, one.title, one.visible) for one in checks_of(loaded(source))]


CHECKS = [
    ("left_shown", "What is left", True),
    ("left_kept", "What is `left` of the rest", False),
    ("right_shown", "What is right", True),
    ("right_kept", "What is `right` of the rest", False),
    ("bare", "Without parentheses", False),
]


def test_both_forms_make_checks_name_by_name() -> None:
    checks = checks_of(loaded(MODULE))
    assert told(MODULE) == CHECKS
    assert [one.weight for one in checks] == [1, 2, 1, 1, 1]
    assert [one.after for one in checks] == [(), ("left_shown",), (), ("right_shown",), ()]


def test_titles_slips_and_what_is_wrong_are_found() -> None:
    found = list(sentences(ast.parse(MODULE)))
    titles = {title for _, title, _ in CHECKS}
    slips = {"The sign is wrong.", "It is doubled.", "It is halved.", "It is off."}
    assert {*found} == titles | slips
    assert [one.titles for one in declared(ast.parse(MODULE))][2] == ("Without parentheses",)


def test_hidden_checks_of_both_forms_keep_titles_and_nothing_else() -> None:
    public = released_alone(MODULE)
    assert "1729" not in public and "SECRET" not in public and "doubled" not in public
    assert "def halves" not in public
    # Students have the same checks, and visible ones ask what they asked before.
    assert told(public) == CHECKS
    assert "SIGN" in public and '"It is off."' in public.replace("'", '"')
    assert public.count("grading only") == 2
    assert all(not one.after for one in checks_of(loaded(public)) if not one.visible)


def test_a_table_of_a_hidden_check_is_not_released() -> None:
    source = MODULE.replace("@check.each(NAMES, titles=TITLES, visible=True)", "@check.each(NAMES)")
    public = released_alone(source)
    assert "[1, 2]" not in public and "What is left" not in public
    assert told(public) == [
        (name, "Not a title" if "shown" in name else title, False) for name, title, _ in CHECKS
    ]


@pytest.mark.parametrize(
    "names", ["[n for n in NAMES]", "IMPORTED", "{**NAMES}", '[f"{1}", "right"]']
)
def test_names_that_cannot_be_read_are_refused_with_their_place(names: str) -> None:
    source = MODULE.replace("@check.each(NAMES, weight", f"@check.each({names}, weight")
    with pytest.raises(CourseError, match=r"names of the check kept, line \d+"):
        released_alone(source)


def test_titles_that_said_holds_are_read() -> None:
    source = MODULE.replace('"What is left"', 'said("What is left")')
    assert "What is left" in list(sentences(ast.parse(source)))


def test_a_title_may_name_what_the_table_holds() -> None:
    source = MODULE.replace(
        'NAMES = {"left": [1, 2], "right": [3, 4]}',
        'NAMES = {"left": "f_left", "right": "f_right"}',
    ).replace("What is `{name}` of", "What {name} is of `{entry}`, of")
    titles = {"What left is of `f_left`, of the rest", "What right is of `f_right`, of the rest"}
    assert titles <= {title for _, title, _ in told(source)}
    assert titles <= {*sentences(ast.parse(source))}
    assert titles <= {title for _, title, _ in told(released_alone(source))}
