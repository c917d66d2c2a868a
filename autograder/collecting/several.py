"""Chooses a student's files where an assignment has several notebooks, one attempt as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from autograder.collecting.bare import is_called
from autograder.collecting.choosing import (
    Candidate,
    Choice,
    best_of,
    candidates_of,
    nothing,
    older,
)
from autograder.collecting.finding import Submitted
from autograder.students.folders import harmless

MOST_OTHERS = 20  # files of other names that may be one of the notebooks


@dataclass(frozen=True)
class Choices:
    """The files that count by the name that they get, none and then `why`; what was left, notes."""

    chosen: dict[str, Candidate] = field(default_factory=dict)
    why: str = ""
    left: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def choose_several(
    handed: Sequence[Submitted], student: str, names: Sequence[str], most: int
) -> Choices:
    """Choose among what one student handed in: the latest attempt that has any notebook counts.

    Where a notebook is missing by its name, files of other names are taken, too: by their cells
    they may be told when they are graded.
    """
    passed: list[str] = []
    for attempt in sorted({one.claim.attempt for one in handed}, reverse=True):
        now = [one for one in handed if one.claim.attempt == attempt]
        candidates, broken = candidates_of(now, most)
        if not candidates and broken:
            return Choices(why=f"{broken[0].shown} cannot be opened as a zip")
        if not candidates:
            passed += ["/".join(one.place) for one in now]
            continue
        earlier = [one for one in handed if one.claim.attempt < attempt]
        files = [file for one in earlier for file in one.files if file.is_notebook]
        left = tuple(older(file, student) for file in files)
        late = (f"{student}: {passed[0]}, handed in later, has no notebook",) if passed else ()
        found = _chosen(candidates, student, names, most)
        return Choices(found.chosen, found.why, (*found.left, *left), (*late, *found.notes))
    return Choices(why=nothing(handed))


def _chosen(
    candidates: Sequence[Candidate], student: str, names: Sequence[str], most: int
) -> Choices:
    named = {n: [one for one in candidates if is_called(one.name[-1], n)] for n in names}
    choices = {n: best_of(among, student, n, most) for n, among in named.items() if among}
    chosen = {f"{n}.ipynb": one.chosen for n, one in choices.items() if one.chosen}
    left = tuple(file for one in choices.values() for file in one.left)
    called = [one for among in named.values() for one in among]
    rest = [one for one in candidates if one not in called]
    missing = [f"{n}.ipynb" for n in names if n not in choices]
    others = _others(rest, student, most) if missing else Choices()
    if not missing:
        wanted = ", ".join(f"{n}.ipynb" for n in names)
        left += tuple(f"{one.file.shown}: it is none of {wanted}" for one in rest)
    notes = (f"{student}: {', '.join(missing)} missing{_instead(others)}",) if missing else ()
    why = "; ".join(one.why for one in choices.values() if one.why)
    all_chosen = {**others.chosen, **chosen}
    told = () if all_chosen else (why or "no file has one of their names",)
    return Choices(all_chosen, "".join(told), (*left, *others.left), notes if all_chosen else ())


def _others(rest: Sequence[Candidate], student: str, most: int) -> Choices:
    """Return the best file of each other name."""
    chosen: dict[str, Candidate] = {}
    left: list[str] = []
    for base in list(dict.fromkeys(one.base for one in rest))[:MOST_OTHERS]:
        choice: Choice = best_of([one for one in rest if one.base == base], student, base, most)
        left += choice.left
        if choice.chosen:
            chosen[f"{harmless(base) or 'notebook'}.ipynb"] = choice.chosen
    return Choices(chosen, left=tuple(left))


def _instead(others: Choices) -> str:
    names = ", ".join(others.chosen)
    return f"; {names} taken in case it is that" if names else ""
