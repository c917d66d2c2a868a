"""What students get of a folder of checks: what visible checks use, and nothing else of it."""

import pytest

from autograder.errors import CourseError
from tests.unit.handout.released import released, released_alone

EXERCISE = '''
from autograder.checking.check import check
from .law import WRONG, walked
from .by_hand import LOGITS

@check(visible=True)
def by_hand(student, ctx):
    """By hand"""
    student.call("f").should_equal(LOGITS, wrong=WRONG)

@check
def values(student, ctx):
    """Of any size"""
    student.call("f").should_equal(walked())
'''
LAW = """# The whole answer.
import torch
from .deeper import doubled
WRONG = "Sum, then predict."
SECRET = 1729
def walked():
    return doubled(torch.tensor(SECRET))
"""
FILES = {
    "ex.py": EXERCISE,
    "law.py": LAW,
    "deeper.py": "def doubled(x):\n    return again(x)\ndef again(x):\n    return doubled(x)\n",
    "by_hand.py": "LOGITS = [1.0]  # as it was written\n",
}


def test_of_a_module_that_a_visible_check_imports_only_what_it_uses_is_released() -> None:
    found = released(FILES, "ex")
    assert set(found) == {"ex.py", "law.py", "by_hand.py"}  # deeper.py: two that use each other
    assert found["law.py"] == "WRONG = 'Sum, then predict.'\n"
    assert "walked" not in found["ex.py"]
    assert found["by_hand.py"] == FILES["by_hand.py"]  # comments and all


@pytest.mark.parametrize("word", ["HIDDEN = True", "HIDDEN: bool = True", "HIDDEN = TOO = True"])
def test_a_hidden_module_that_a_visible_check_uses_is_refused_with_both_names(word: str) -> None:
    files = {**FILES, "law.py": f"{word}\n{LAW}"}
    with pytest.raises(CourseError, match=r"ex\.py: .* law\.py, which says HIDDEN = True") as told:
        released(files, "ex")
    assert "Import it only where hidden checks use it" in str(told.value)


def test_a_hidden_module_that_only_hidden_checks_use_is_no_trouble_and_not_released() -> None:
    exercise = EXERCISE.replace("WRONG, walked", "walked").replace("wrong=WRONG", "wrong=''")
    files = {**FILES, "ex.py": exercise, "law.py": f"HIDDEN = True\n{LAW}"}
    assert set(released(files, "ex")) == {"ex.py", "by_hand.py"}


def test_a_hidden_module_is_found_behind_others_and_in_a_folder() -> None:
    files = {
        **FILES,
        "law.py": "from .far.off import WRONG\ndef walked(): pass\n",
        "far/__init__.py": "HIDDEN = True\n",
        "far/off.py": "WRONG = ''\n",
    }
    with pytest.raises(CourseError, match=r"law\.py: .* far/__init__\.py, which says HIDDEN"):
        released(files, "ex")


def test_the_module_of_an_exercise_cannot_be_hidden() -> None:
    with pytest.raises(CourseError, match="the module of an exercise"):
        released_alone("HIDDEN = True\n" + EXERCISE.replace("from .", "from autograder."))


def test_hidden_units_are_a_number_like_any_other() -> None:
    law = LAW.replace("SECRET = 1729", "HIDDEN = 64").replace('"Sum, then predict."', "HIDDEN")
    assert "HIDDEN = 64" in released({**FILES, "law.py": law}, "ex")["law.py"]


def test_of_a_module_imported_whole_the_attributes_that_are_used_stay() -> None:
    exercise = EXERCISE.replace("from .law import WRONG, walked", "from . import law")
    exercise = exercise.replace("=WRONG", "=law.WRONG").replace("walked()", "law.walked()")
    found = released({**FILES, "ex.py": exercise}, "ex")
    assert "WRONG" in found["law.py"] and "walked" not in found["law.py"]
    whole = exercise.replace("law.WRONG", "str(law)")
    assert released({**FILES, "ex.py": whole}, "ex")["law.py"] == LAW


def test_through_a_folder_that_hands_on_names_only_those_that_are_used_come() -> None:
    exercise = EXERCISE.replace("from .law import", "from .of import")
    files = {
        "ex.py": exercise,
        "by_hand.py": FILES["by_hand.py"],
        "of/__init__.py": "from .law import WRONG, walked\n",
        "of/law.py": LAW.replace("from .deeper", "from ..deeper"),
        "deeper.py": FILES["deeper.py"],
    }
    found = released(files, "ex")
    assert found["of/__init__.py"] == "from .law import WRONG\n"
    assert "walked" not in found["of/law.py"] and "deeper.py" not in found


RESTS = [
    ("from __future__ import annotations\nWRONG = 1\nX = 2\n", "annotations", "X"),
    ("WRONG = {}\nfor key in 'ab':\n    WRONG[key] = made(key)\n", "for key", "X ="),
    ("WRONG = {}\nWRONG['a'] = 1\nX = {}\nX['a'] = 2\n", "WRONG['a']", "X"),
    ("N = 0\nN += 1\ndef WRONG():\n    global N\n    N += 1\nX = 1\n", "N = 0", "X"),
    ("try:\n    import a as WRONG\nexcept OSError:\n    WRONG = 1\nX = 1\n", "import a", "X"),
    ("from .all import *\nX = 1\n", "import *", "X"),
    ("def __getattr__(name):\n    return 1\nX = 1\n", "__getattr__", "X"),
    ("def WRONG():\n    from .all import one\nX = 1\n", "import one", "X"),
    ("@dataclass\nclass Law:\n    X: int\nWRONG = 1\n", "WRONG", "Law"),
    ("@dataclass\nclass WRONG:\n    a: int\nX = 1\n", "@dataclass", "X"),
    ("WRONG, other = 1, 2\nX = other\n", "other", "X"),
    ("async def X(): pass\nclass WRONG: pass\n", "class", "X"),
]


@pytest.mark.parametrize(("law", "stays", "goes"), RESTS)
def test_what_a_kept_name_rests_on_is_kept(law: str, stays: str, goes: str) -> None:
    files = {**FILES, "law.py": law + "def walked(): pass\n", "all.py": "one = 1\n"}
    found = released(files, "ex")
    assert stays in found["law.py"] and goes not in found["law.py"]
    assert "walked" not in found["law.py"]
    assert ("all.py" in found) == (".all" in law)


def test_of_a_module_that_asks_for_names_by_their_text_all_stays() -> None:
    law = LAW.replace('"Sum, then predict."', "globals()['walked']()")
    assert released({**FILES, "law.py": law}, "ex")["law.py"] == law


def test_a_check_that_is_imported_is_asked_and_stays() -> None:
    more = EXERCISE.replace("by_hand(", "more_by_hand(").replace("def values", "def more_values")
    exercise = "from .more import more_by_hand, more_values\n" + EXERCISE
    found = released({**FILES, "ex.py": exercise, "more.py": more}, "ex")
    assert "import more_by_hand, more_values" in found["ex.py"]
    assert "Of any size" in found["more.py"] and "walked" not in found["more.py"]


def test_a_module_that_is_no_python_is_named() -> None:
    with pytest.raises(CourseError, match=r"law\.py: "):
        released({**FILES, "law.py": "WRONG = (\n"}, "ex")


def test_what_hidden_and_visible_checks_share_stays() -> None:
    source = EXERCISE.replace("from .", "from elsewhere.").replace('"f"', "NAME") + "NAME = 'f'\n"
    public = released_alone(source)
    assert "NAME = 'f'" in public and "walked" not in public and "LOGITS" in public
