"""An exercise whose notebook is not there to be graded: nothing is asked, nothing is earned."""

from autograder.grading.exam import Exam, Exercise
from autograder.records.verdict import ExerciseVerdict, Finding, Graded, Stop
from autograder.submission.read import Submission
from autograder.text.i18n import listed, said


def absent(exam: Exam, submission: Submission, exercise: Exercise) -> Graded | None:
    """Return what an exercise comes to whose notebook is absent; None where that is there.

    Its functions count as failed: the reference's stand in where later exercises use them, so that
    a missing file costs its own points once.
    """
    told = submission.absence(exercise.grade_id)
    if told is None:
        return None
    file, why = told
    sentence = said("{file} could not be graded, so this exercise earns nothing.", file=file)
    message = listed([sentence, why])
    findings = tuple(
        Finding(check.name, check.title, "crashed", check.weight, message, check.visible)
        for check in exercise.checks
    )
    verdict = ExerciseVerdict(
        exercise.key,
        0.0,
        exercise.points,
        findings,
        exam.exercise_sha256.get(exercise.name, ""),
        stop=Stop(f"{file} is missing or damaged", file, message, why),
        kind=exercise.kind,
    )
    suspects = tuple(name for name, owner in exam.functions.items() if owner == exercise.name)
    return Graded(verdict, (), suspects)
