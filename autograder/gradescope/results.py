"""Verdict → results.json, as Gradescope documents it: an exercise is a test, and its page HTML."""

import json
from collections.abc import Iterator
from typing import Any

from autograder.course.config import Course
from autograder.feedback.findings import findings_html, reason_html, text_of
from autograder.records.early import early
from autograder.records.verdict import ExerciseVerdict, Verdict
from autograder.text.i18n import Language, said

Test = dict[str, Any]


def results_of(verdict: Verdict, course: Course) -> dict[str, Any]:
    """Return the results of a submission that was graded or rejected.

    What was found stands in the course's language; with `[watch] hidden = "after_due"`, points and
    what hidden checks found are shown after Gradescope's due date.
    """
    assert verdict.status != "broken", "it waits for a person, and has no results"
    results: dict[str, Any] = {
        "score": verdict.points,
        "execution_time": round(verdict.seconds),
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": list(_tests(verdict, course)),
        "extra_data": {
            "submission_sha256": verdict.submission_sha256,
            "course_sha256": verdict.course_sha256,
            "versions": dict(verdict.versions),
        },
    }
    if verdict.status == "rejected":
        reason = reason_html(verdict.reason, verdict.max_points, course.language)
        results |= {"output": str(reason), "output_format": "html"}
    return results


def results_json(results: dict[str, Any]) -> bytes:
    """Return results as a file's bytes; half characters, which no file can hold, become marks."""
    return json.dumps(results, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _tests(verdict: Verdict, course: Course) -> Iterator[Test]:
    late = course.watch.hidden == "after_due"
    for exercise in verdict.exercises:
        name = exercise.key.partition("/")[2]
        if late and any(not finding.visible for finding in exercise.findings):
            yield _told(early(exercise), name, course.language, "visible", scored=False)
            whole = text_of(said("{exercise}, all checks", exercise=name), course.language)
            yield _told(exercise, whole, course.language, "after_due_date")
        else:
            yield _told(exercise, name, course.language, "visible")


def _told(
    exercise: ExerciseVerdict,
    name: str,
    language: Language,
    shown: str,
    *,
    scored: bool = True,
) -> Test:
    """Return one test; without points, it says whether all of it passed."""
    page = findings_html(exercise, language=language)
    test: Test = {
        "name": name,
        "output": str(page),
        "output_format": "html",
        "visibility": shown,
        "status": "passed" if all(one.earned for one in exercise.findings) else "failed",
    }
    if scored and exercise.max_points:
        test["score"] = exercise.points
        if exercise.kind != "bonus":  # which lies beyond the maximum
            test["max_score"] = exercise.max_points
    return test
