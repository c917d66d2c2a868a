"""One fault pays once within an exercise, too: its own functions may rest on one another.

One that has failed, in a check that asks for nothing else, is stood in for while the others are
asked. Checks that ask for it alone keep what they found: nothing that stands in is ever judged in
the student's place.
"""

from collections.abc import Mapping, Set
from dataclasses import replace

from autograder.exam import Exam, Exercise
from autograder.reach import definers_of, words_reached
from autograder.standing_in import is_broken, note_of, noted
from autograder.submission import Submission
from autograder.verdict import Finding, Graded, points_of


def roots(
    exam: Exam, submission: Submission, exercise: Exercise, found: Graded, lent: Set[str]
) -> dict[str, str]:
    """Give the exercise's functions that have failed by themselves and that others of it may use.

    By name, with the exercise. What rests on another one that failed and is not `lent` is left out,
    since that one may be at fault. Empty where nothing could be gained.
    """
    own = [name for name, owner in exam.functions.items() if owner == exercise.name]
    failed = [name for name in own if name not in lent and _failed_alone(found, name)]
    if not failed or is_broken(found) or not _could_gain(found, {*failed, *lent}):
        return {}
    definers = definers_of(submission.cells_before(exercise.grade_id))
    answers = {*own, *(name for names in found.asked.values() for name in names)}
    reached = {name: words_reached(definers.get(name, ()), definers) for name in answers}
    return {
        name: exercise.name
        for place, name in enumerate(failed)
        if not reached[name] & set(failed[:place])
        and any(name in reached[other] for other in reached if other != name)
    }


def _failed_alone(found: Graded, name: str) -> bool:
    """Say whether a check that asked for this name and no other did not pass."""
    return any(
        finding.outcome in ("failed", "crashed") and found.asked.get(finding.check) == (name,)
        for finding in found.verdict.findings
    )


def _could_gain(found: Graded, names: Set[str]) -> bool:
    lost = (finding.check for finding in found.verdict.findings if finding.outcome != "passed")
    return any(not _is_of(found, check, names) for check in lost)


def _is_of(found: Graded, check: str, names: Set[str]) -> bool:
    """Say whether a check asks for some of these names, and for no others."""
    asked = set(found.asked.get(check, ()))
    return bool(asked) and asked <= names


def merged(best: Graded, helped: Graded, within: Set[str], names: Mapping[str, str]) -> Graded:
    """Give what counts of an exercise, `best`, once it was asked with functions of these names.

    A check that asks for none but those `within` the exercise keeps its finding, and so does one
    that passed, or was not asked. The rest counts as it was found with help.
    """
    if is_broken(helped) or not within & set(helped.called):
        return best
    after = {finding.check: finding for finding in helped.verdict.findings}
    note = note_of(helped.called, names)

    def counting(finding: Finding) -> Finding:
        new, check = after[finding.check], finding.check
        of_them = _is_of(best, check, within) or _is_of(helped, check, within)
        if finding.outcome == "passed" or new.outcome == "skipped" or of_them:
            return finding
        return noted(new, note)

    verdict = best.verdict
    findings = tuple(counting(finding) for finding in verdict.findings)
    points = points_of(findings, verdict.max_points)
    if points <= verdict.points:
        return best
    own = verdict.own or verdict.findings
    called = tuple(sorted({*best.called, *helped.called}))
    return replace(
        best, verdict=replace(verdict, findings=findings, points=points, own=own), called=called
    )
