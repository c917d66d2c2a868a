"""Which functions of the reference stand in for which of a student's, and what it comes to.

One fault pays once. A later exercise that lost points is asked again where it uses functions that
have failed in their own exercise, and the better of the two verdicts counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from autograder.diagnosis.words import words_after
from autograder.grading.outline import Outline, Task
from autograder.records.verdict import Finding, Graded
from autograder.submission.read import Submission
from autograder.text.i18n import listed, quoted, said


def standing_in(
    exam: Outline, submission: Submission, exercise: Task, own: Graded, earlier: Sequence[Graded]
) -> dict[str, str]:
    """Return the functions that have failed before and that this exercise's code may use.

    By name, with the exercise in which each was asked for. Classes are none of them; and there are
    none where `own`, what the exercise came to with the student's own, lost no points, or waits for
    a person.
    """
    if own.verdict.points >= own.verdict.max_points or is_broken(own):
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
        owner: words_after(submission.cells_before(known[owner].grade_id), cells)
        for owner in set(failed.values())
    }
    return {name: owner for name, owner in failed.items() if name in used[owner]}


def _key(exercise: Task, name: str) -> str:
    return f"{exercise.assignment}/{name}"


def is_broken(graded: Graded) -> bool:
    """Say whether a check broke, so that a person has to look first."""
    return any(finding.outcome == "broken" for finding in graded.verdict.findings)


def better(own: Graded, helped: Graded, names: Mapping[str, str]) -> Graded:
    """Return what counts of an exercise asked with a student's own functions, and with others.

    The latter only where they were called, so that nobody gets a second try at anything else, and
    where no check broke. What cells have printed is what they print with the student's own.
    """
    gained = helped.verdict.points > own.verdict.points
    if is_broken(helped) or not gained or not helped.called:
        return own
    note = note_of(names)
    before = {finding.check: finding.outcome for finding in own.verdict.findings}
    findings = tuple(
        finding
        if finding.outcome == before.get(finding.check) == "passed"
        else noted(finding, note)
        for finding in helped.verdict.findings
    )
    # What stopped a cell is told of the student's own: with help, it may show the reference's.
    verdict = replace(
        helped.verdict, findings=findings, own=own.verdict.findings, stop=own.verdict.stop
    )
    return replace(helped, verdict=verdict, runs=own.runs)


def note_of(names: Mapping[str, str]) -> str:
    """Say what stood in for what, a sentence for each exercise.

    All that could be called: which of them were, may depend on what was asked in secret.
    """
    sentences = []
    for owner in dict.fromkeys(names.values()):
        functions = ", ".join(f"`{name}`" for name in sorted(names) if names[name] == owner)
        sentence = said(
            "Asked with the reference's {functions} in place of yours, which did not pass in "
            "exercise `{exercise}`.",
            functions=quoted(functions),
            exercise=owner,
        )
        sentences.append(sentence)
    return listed(sentences)


def noted(finding: Finding, note: str) -> Finding:
    """Return a finding that begins with a note."""
    return replace(finding, message=listed([note, finding.message]))
