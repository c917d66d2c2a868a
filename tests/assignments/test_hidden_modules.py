"""Every module of checks is either released or says that it never is."""

import pytest

from autograder.course.config import load_course
from autograder.handout.pieces import module_of
from autograder.handout.visible import visible_checks
from tests.conftest import ROOT


@pytest.mark.parametrize("assignment", sorted(load_course(ROOT).assignments))
def test_what_no_visible_check_uses_says_hidden(assignment: str) -> None:
    folder = ROOT / "assignments" / assignment / "checks"
    exercises = [path.stem for path in (ROOT / "solutions" / assignment).glob("[!_]*.py")]
    assert len(exercises) >= 5
    released = {folder / name for name in visible_checks(folder, exercises)}
    modules = {path: module_of(path.read_text(encoding="utf-8")) for path in folder.rglob("*.py")}
    hidden = {path for path, module in modules.items() if module.is_hidden}
    assert len(hidden) >= 10
    undecided = {str(path.relative_to(folder)) for path in set(modules) - released - hidden}
    # Such a module would be released, unseen, with the first visible check that imports it.
    assert not undecided
