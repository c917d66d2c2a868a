"""Which functions of the reference stand in for which of a student's, and what it comes to.

One fault pays once. A later exercise that lost points is asked again where it uses functions that
have failed in their own exercise, and the better of the two verdicts counts.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from autograder.cell import CodeCell
from autograder.exam import Exam, Exercise
from autograder.language import listed, quoted, said
from autograder.submission import Submission
from autograder.verdict import Finding, Graded

# Without Python's parser: students' text can bring that one down, and here grades are decided.
_WORD = re.compile(r"[^\W\d]\w*")
_DEFINED = re.compile(r"^(?:(?:async[ \t]+)?def|class)[ \t]+(\w+)|^(\w+)[ \t]*[:=]", re.MULTILINE)


def standing_in(
    exam: Exam, submission: Submission, exercise: Exercise, own: Graded, earlier: Sequence[Graded]
) -> dict[str, str]:
    """Give the functions that have failed before and that this exercise's code may use.

    By name, with the exercise in which each was asked for. Classes are none of them; and there are
    none where `own`, what the exercise came to with the student's own, lost no points, or waits for
    a person.
    """
    if not _could_gain(own):
        return {}
    failed = {
        name: owner
        for graded in earlier
        for name in graded.suspects
        if (owner := exam.functions.get(name, "")) and graded.verdict.key == _key(exercise, owner)
    }
    if not failed:
        return {}
    cells = submission.cells_before(exercise.grade_id)
    known = {one.name: one for one in exam.exercises}
    used = {
        owner: _words_used(cells, submission.cells_before(known[owner].grade_id))
        for owner in set(failed.values())
    }
    return {name: owner for name, owner in failed.items() if name in used[owner]}


def _key(exercise: Exercise, name: str) -> str:
    return f"{exercise.assignment}/{name}"


def _words_used(cells: Sequence[CodeCell], before: Sequence[CodeCell]) -> set[str]:
    """Give the words of the cells that come after others, and of what they use of these.

    More than what is used, since a word may stand in a comment: that costs time, and no points.
    """
    definers: dict[str, list[CodeCell]] = {}
    for cell in before:
        for name in _DEFINED.findall(cell.source):
            definers.setdefault(name[0] or name[1], []).append(cell)
    seen = {cell.cell_id for cell in before}
    waiting = [cell for cell in cells if cell.cell_id not in seen]
    words: set[str] = set()
    while waiting:
        new = set(_WORD.findall(waiting.pop().source)) - words
        words |= new
        used = [cell for word in new for cell in definers.get(word, ()) if cell.cell_id in seen]
        seen -= {cell.cell_id for cell in used}
        waiting += used
    return words


def _could_gain(own: Graded) -> bool:
    broken = any(finding.outcome == "broken" for finding in own.verdict.findings)
    return own.verdict.points < own.verdict.max_points and not broken


def better(own: Graded, helped: Graded, names: Mapping[str, str]) -> Graded:
    """Give what counts of an exercise asked with a student's own functions, and with others.

    The latter only where they were called, so that nobody gets a second try at anything else, and
    where no check broke. What cells have printed is what they print with the student's own.
    """
    broken = any(finding.outcome == "broken" for finding in helped.verdict.findings)
    gained = helped.verdict.points > own.verdict.points
    if broken or not gained or not helped.called:
        return own
    note = _note(helped.called, names)
    before = {finding.check: finding.outcome for finding in own.verdict.findings}
    findings = tuple(
        finding
        if finding.outcome == before.get(finding.check) == "passed"
        else _with(finding, note)
        for finding in helped.verdict.findings
    )
    verdict = replace(helped.verdict, findings=findings, own=own.verdict.findings)
    return replace(helped, verdict=verdict, runs=own.runs)


def _note(called: Sequence[str], names: Mapping[str, str]) -> str:
    """Say what stood in for what, a sentence for each exercise."""
    sentences = []
    for owner in dict.fromkeys(names[name] for name in called):
        functions = ", ".join(f"`{name}`" for name in called if names[name] == owner)
        sentence = said(
            "Asked with the reference's {functions} in place of yours, which did not pass in "
            "exercise `{exercise}`.",
            functions=quoted(functions),
            exercise=owner,
        )
        sentences.append(sentence)
    return listed(sentences)


def _with(finding: Finding, note: str) -> Finding:
    return replace(finding, message=listed([note, finding.message]))
