"""One fault pays once within an exercise, too: its own functions may rest on one another.

One that has failed, in a check that asks for nothing else, is stood in for while the others are
asked. Checks that ask for it alone keep what they found: nothing that stands in is ever judged in
the student's place.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from itertools import islice

from autograder.diagnosis.words import definers_of, words_reached
from autograder.grading.outline import Outline, Task
from autograder.grading.substitutes import is_broken, note_of, noted
from autograder.records.points import points_of, voided
from autograder.records.verdict import Finding, Graded
from autograder.submission.read import Submission


def roots(
    exam: Outline, submission: Submission, exercise: Task, found: Graded, lent: Set[str]
) -> dict[str, str]:
    """Return the exercise's functions that have failed by themselves and that others of it may use.

    By name, with the exercise. What rests on another one that failed and is not `lent` is left out,
    since that one may be at fault. Empty where nothing could be gained.
    """
    own = [name for name, owner in exam.functions.items() if owner == exercise.name]
    failed = [name for name in own if name not in lent and _failed_alone(found, name)]
    # One at a time, in their order: what comes later may not help what comes before it.
    if not failed or is_broken(found) or not _could_gain(found, {*failed, *lent}):
        return {}
    definers = definers_of(submission.cells_before(exercise.grade_id))
    answers = {*own, *(name for names in found.asked.values() for name in names)}
    reached = {name: words_reached(definers.get(name, ()), definers) for name in answers}
    used = (
        name
        for place, name in enumerate(failed)
        if not reached[name] & set(failed[:place])
        and any(
            name in reached[other] for other in reached if other not in own[: own.index(name) + 1]
        )
    )
    return dict.fromkeys(islice(used, 1), exercise.name)


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


def merged(
    exam: Outline, best: Graded, helped: Graded, within: Set[str], names: Mapping[str, str]
) -> Graded:
    """Return what counts of an exercise, `best`, once it was asked with functions of these names.

    A check that asks for none but those `within` the exercise keeps its finding, and so does one
    that passed, or was not asked, or asks for what is written before the last of these: failing a
    general function on purpose would else have the reference's answer for its special cases. The
    rest counts as it was found with help.
    """
    if is_broken(helped) or not within & set(helped.called):
        return best
    after = {finding.check: finding for finding in helped.verdict.findings}
    note, order = note_of(names), list(exam.functions)
    last = max(order.index(name) for name in within)

    def counting(finding: Finding) -> Finding:
        new, check = after[finding.check], finding.check
        kept = any(_is_of(one, check, within) for one in (best, helped))
        asked = {*best.asked.get(check, ()), *helped.asked.get(check, ())} - within
        early = any(name in order and order.index(name) < last for name in asked)
        if finding.outcome == "passed" or new.outcome == "skipped" or kept or early:
            return finding
        return noted(new, note)

    verdict = best.verdict
    findings = voided(tuple(counting(finding) for finding in verdict.findings))
    points = points_of(findings, verdict.max_points, exam.course.grading.round)
    if points <= verdict.points:
        return best
    own = verdict.own or verdict.findings
    return replace(
        best,
        verdict=replace(verdict, findings=findings, points=points, own=own),
        called=tuple(sorted({*best.called, *helped.called})),
        suspects=_suspects(findings, best),
    )


def _suspects(findings: Sequence[Finding], best: Graded) -> tuple[str, ...]:
    """Return the names that checks ask for which are not content after all."""
    wrong = [one.check for one in findings if one.outcome in ("failed", "crashed")]
    return tuple(sorted({name for check in wrong for name in best.asked.get(check, ())}))
