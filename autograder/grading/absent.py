"""An exercise whose notebook is not there to be graded: nothing is asked, nothing is earned."""

from autograder.grading.outline import Outline, Task
from autograder.records.verdict import ExerciseVerdict, Graded, Stop
from autograder.submission.read import Submission
from autograder.text.i18n import listed, said


def absent(exam: Outline, submission: Submission, exercise: Task) -> Graded | None:
    """Return what an exercise comes to whose notebook is absent; None where that is there.

    Its functions count as failed: the reference's stand in where later exercises use them, so that
    a missing file costs its own points once. What is said of each check is the exam's to add.
    """
    told = submission.absence(exercise.grade_id)
    if told is None:
        return None
    file, why = told
    sentence = said("{file} could not be graded, so this exercise earns nothing.", file=file)
    message = listed([sentence, why])
    verdict = ExerciseVerdict(
        exercise.key,
        0.0,
        exercise.points,
        (),
        exam.exercise_sha256.get(exercise.name, ""),
        stop=Stop(f"{file} is missing or damaged", file, message, why),
        kind=exercise.kind,
    )
    suspects = tuple(name for name, owner in exam.functions.items() if owner == exercise.name)
    return Graded(verdict, (), suspects)
