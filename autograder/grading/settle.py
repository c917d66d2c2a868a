"""What an exercise comes to: asked with the student's own functions, then with others in place."""

from collections.abc import Callable, Mapping, Sequence

from autograder.grading.outline import Outline, Task
from autograder.grading.substitutes import better, standing_in
from autograder.grading.within import merged, roots
from autograder.records.verdict import Graded
from autograder.submission.read import Submission

ROUNDS = 3  # of faults in a row within one exercise, each hidden by the one before

# Asks an exercise with the reference's functions of these names, each with its exercise.
Ask = Callable[[Mapping[str, str]], Graded | None]


def settled(
    exam: Outline, submission: Submission, exercise: Task, earlier: Sequence[Graded], ask: Ask
) -> Graded | None:
    """Return what counts of an exercise; None where `ask` gives None for the student's own.

    Where it lost points, and rests on functions that have failed in `earlier` exercises, it is
    asked with the reference's in their place, too, and the better of the two counts. Where it
    rests on such functions of its own, what was not asked for them counts as it is without their
    fault. An asking that gives None helps nobody.
    """
    own = ask({})
    if own is None:
        return None
    best, lent = own, standing_in(exam, submission, exercise, own, earlier)
    helped = ask(lent) if lent else None
    best = better(own, helped, lent) if helped else own
    lent = lent if best is not own else {}
    latest, within = best, set[str]()
    for _ in range(ROUNDS):
        new = roots(exam, submission, exercise, latest, within)
        helped = ask({**lent, **new}) if new else None
        if helped is None:
            break
        within, lent, latest = within | new.keys(), {**lent, **new}, helped
        best = merged(exam, best, helped, within, lent)
    return best
