"""`python -m autograder.gradescope install`, or `grade PLACE`: what the zip's programs start."""

import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.course.config import load_course
from autograder.errors import AutograderError
from autograder.gradescope.handed import gather
from autograder.gradescope.results import results_json, results_of
from autograder.gradescope.settings import COURSE, HOME, SOURCE, settings_in
from autograder.grading.outline import load_outline
from autograder.storage.atomic import keeping, write_atomically
from autograder.text.sanitize import plain_ends

LONGEST_TRACE = 20_000


def main(words: Sequence[str]) -> int:
    """Do what the words say; what goes wrong is said on stdout, which instructors alone see."""
    try:
        if list(words) == ["install"]:
            from autograder.gradescope.install import install

            print(install(SOURCE, HOME))
            return 0
        command, place = words
        assert command == "grade"
        return grade(Path(place), HOME)
    except AutograderError as error:
        print(f"autograder: {error}", flush=True)
        return error.exit_code
    except Exception as error:  # the last frame: it must be told, and there must be no result
        trace = "".join(traceback.format_exception(error))
        print(f"autograder: grading broke.\n{plain_ends(trace, LONGEST_TRACE)}", flush=True)
        return 1


def grade(place: Path, home: Path) -> int:
    """Grade what was handed in, and write results.json; without one where it is our fault."""
    from autograder.gradescope.grading import graded

    settings = settings_in(place / "source")
    course = load_course(place / "source" / COURSE)
    outline = load_outline(course, settings.assignment)
    with TemporaryDirectory() as folder:
        gather(place / "submission", Path(folder), course.limits.notebook_mb)
        verdict = graded(outline, Path(folder), home)
    if verdict.status == "broken":
        print(f"autograder: it waits for a person, and has no points yet. {verdict.reason}")
        for exercise in verdict.exercises:
            for one in exercise.findings:
                for line in (one.message, *one.replies) if one.outcome == "broken" else ():
                    print(f"  {exercise.key}/{one.check}: {plain_ends(line, 2_000)}")
        return 1
    results = place / "results" / "results.json"
    with keeping(results):
        # Who runs the container may be another than root; no student's code sees the folder.
        write_atomically(results, results_json(results_of(verdict, course)), public=True)
    print(f"{verdict.points:g} of {verdict.max_points:g} points, in {verdict.seconds:.0f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
