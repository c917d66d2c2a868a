"""Findings of one student that come from one mistake → one Cause; pure.

A wrong function is found by several checks. Findings belong together when they are about the same
name of the notebook, or when they say the same of several names. The first that was found leads.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.diagnosis.stops import UNWRITTEN
from autograder.records.verdict import ExerciseVerdict, Finding

_SHORT = 45  # characters of a sentence that says too little alone
FIRST_SENTENCE = re.compile(r"(?<=[.?!])\s")
# What grading/substitutes.py says first where the reference stood in for a student's functions.
_NOTE = re.compile(
    r"(?:Asked with the reference's `[^.]+` in place of yours, which did not pass in "
    r"exercise `[^`.]+`\. ?)+"
)
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_CODE = re.compile(r"`[^`]*`")
_WORD = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True)
class Sighting:
    """One finding of a mistake, and the names of the notebook that it is about."""

    exercise: str
    finding: Finding
    names: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str]:
        """Return what is the same wherever this mistake was found first."""
        return self.exercise, kind_of(self.finding)

    @property
    def unwritten(self) -> bool:
        """Say whether it is only that nothing has been written yet."""
        return UNWRITTEN.removeprefix("{subject}") in _headline(self.finding)


Cause = tuple[Sighting, ...]  # of one student, the one that was found first in front


def sightings_in(
    exercise: ExerciseVerdict, known: Collection[str], asked: Mapping[str, Collection[str]]
) -> Iterable[Sighting]:
    """Yield what was found wrong in an exercise, but for what its `stop` has led to.

    Args: `known`, the names that the notebook has to define; `asked`, by check those that it asked
    for, as far as that is known.
    """
    name = exercise.key.rpartition("/")[2]
    for told in exercise.findings:
        # Who stood in for a function is not who has made this mistake.
        finding = replace(told, message=without_note(told.message))
        if finding.outcome in ("failed", "crashed") and not told.due_to(exercise.stop):
            about = _about(finding, known, asked.get(finding.check, ()))
            yield Sighting(name, finding, about)


def causes_of(sightings: Sequence[Sighting]) -> list[Cause]:
    """Return the sightings of one student by cause, in the order in which they were found."""
    causes: list[list[Sighting]] = []
    for sighting in sightings:
        same = [cause for cause in causes if any(_akin(sighting, one) for one in cause)]
        merged = [one for cause in same for one in cause] + [sighting]
        causes = [cause for cause in causes if cause not in same] + [merged]
    order = {id(one): number for number, one in enumerate(sightings)}
    sorted_ = [tuple(sorted(cause, key=lambda one: order[id(one)])) for cause in causes]
    return sorted(sorted_, key=lambda cause: order[id(cause[0])])


def without_note(message: str) -> str:
    """Return what a finding says, in English, behind the note on what stood in for what."""
    found = _NOTE.match(message)
    return message[found.end() :] if found else message


def kind_of(finding: Finding) -> str:
    """Return what findings on one mistake have in common: the headline, without its numbers."""
    return _NUMBER.sub("#", _headline(finding))


def _akin(one: Sighting, other: Sighting) -> bool:
    """Say whether two findings of a student are about the same."""
    if set(one.names) & set(other.names):
        return True
    return one.exercise == other.exercise and _nameless(one.finding) == _nameless(other.finding)


def _nameless(finding: Finding) -> str:
    """Return the first sentence alone: behind it a hidden check says less than a visible one."""
    first = FIRST_SENTENCE.split(finding.message, maxsplit=1)[0]
    return _CODE.sub("`…`", _NUMBER.sub("#", first))


def headline_of(message: str) -> str:
    """Return the first sentence of what was found; a short one, such as "It leaks.", and the next.

    The next tells how, and so which mistake it is.
    """
    first, *rest = FIRST_SENTENCE.split(message, maxsplit=2)
    return f"{first} {rest[0]}" if rest and len(first) < _SHORT else first


def _headline(finding: Finding) -> str:
    return headline_of(finding.message)


def _about(finding: Finding, known: Collection[str], asked: Collection[str]) -> tuple[str, ...]:
    """Return the names that a finding tells of, else its check, else those which that asked for."""
    for text in (_headline(finding), finding.title):
        told = tuple(dict.fromkeys(word for word in _WORD.findall(text) if word in known))
        if told:
            return told
    return tuple(sorted(name for name in asked if name in known))
