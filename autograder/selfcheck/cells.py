"""The visible checks in the student's own notebook: same questions, same words, same pictures.

Needs neither nbgrader nor a sandbox: it is the student's own code on the student's own machine.
The language is the one that the handout asks for; AUTOGRADER_LANGUAGE asks for another.
"""

import os
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from markupsafe import Markup

from autograder.checking.check import Check, Context
from autograder.checking.dataset import dataset_of
from autograder.checking.protocol import protocol_of
from autograder.checking.run import examine_all
from autograder.checking.student import Student
from autograder.course.loader import checks_for, public_seed
from autograder.course.public import CHECKS
from autograder.course.seconds import USUAL, Seconds
from autograder.errors import CourseError
from autograder.feedback.findings import findings_html, findings_text, text_of
from autograder.records.verdict import ExerciseVerdict, Finding
from autograder.selfcheck.local import LocalTransport
from autograder.selfcheck.progress import Progress, shown_here
from autograder.text.i18n import ENGLISH, Language, as_said, language_of, said, said_many
from autograder.worker.threads import one_thread

LANGUAGE_VARIABLE = "AUTOGRADER_LANGUAGE"


def self_check(
    key: str,
    names: dict[str, Any],
    *,
    limits: Sequence[int] = USUAL,
    progress: Progress | None = None,
    earlier: Sequence[str] = (),  # for `autograder check`, which reads it in the cell
    **parameters: Any,
) -> "SelfCheck":
    """Ask the visible checks of one exercise about the code in this notebook.

    Args: `key`, such as "flows/coupling"; `names`, the notebook's globals(); `limits`, the seconds
    that grading allows; `progress`, told of each check before it is asked; `earlier`, notebooks
    that come before this one, whose answers have to be there (`run_earlier`); `parameters`, those
    of the course, with its `language`, such as "he", the exercise's `training` and the `dataset`
    of the assignment. The global random states are left as they were. The last value of a cell
    shows findings and pictures; `print` gives them as text.
    Raises KeyboardInterrupt, once it has printed what was found until then.
    """
    wanted = str(parameters.pop("language", ENGLISH.code))
    training = protocol_of(parameters.pop("training", None))
    data = Path.cwd()  # where the notebook lies, and with it what came with it
    chosen = dataset_of(parameters.pop("dataset", None), data)
    language = language_of(os.environ.get(LANGUAGE_VARIABLE) or wanted, (data / CHECKS / "locale",))
    asked = _came_with_it(data, key)
    checks = [check for check in asked if check.visible]
    hidden = [check.title for check in asked if not check.visible]
    student = Student(LocalTransport(names, Seconds(*limits)))
    tell = progress or shown_here()
    findings: list[Finding] = []

    def context(check: Check) -> Context:
        tell(len(findings) + 1, len(checks), text_of(as_said(check.title), language))
        seed = public_seed(f"{key}/{check.name}")
        return Context(parameters, data, seed, training=training, chosen=chosen)

    # One thread, as in grading: an exercise's seconds are of one processor.
    with unchanged_random_states(), one_thread():
        try:
            for finding in examine_all(checks, lambda: student, context):
                findings.append(finding)
        except KeyboardInterrupt:
            print(f"\n{_so_far(key, checks, findings, language)}")
            raise KeyboardInterrupt from None
    tell.done()
    return SelfCheck(key, findings, hidden, language)


def _so_far(
    key: str, checks: Sequence[Check], findings: Sequence[Finding], language: Language
) -> str:
    """Return what was found before a person stopped it, and how much of all that is."""
    stopped = said(
        "You stopped it: {asked} of {number} checks were asked; nothing is known of the others.",
        asked=len(findings),
        number=len(checks),
    )
    found = findings_text(ExerciseVerdict(key, 0.0, 0.0, tuple(findings)), language)
    return "\n".join([*([found] if findings else []), text_of(stopped, language)])


def _came_with_it(folder: Path, key: str) -> tuple[Check, ...]:
    """Return the checks that lie beside the notebook; raises CourseError where they do not."""
    assignment, _, exercise = key.partition("/")
    if not (folder / CHECKS / f"{exercise}.py").is_file():
        raise CourseError(
            f"{folder / CHECKS}: the checks of {exercise} are not there. They came with the "
            f"notebook of {assignment}: keep the folder {CHECKS}/ beside it, or fetch the "
            f"assignment again."
        )
    return checks_for(folder / CHECKS, exercise)


class SelfCheck:
    """What the visible checks found; shows itself in a notebook, and prints as text.

    `hidden` holds the titles of what grading asks besides.
    """

    def __init__(
        self,
        key: str,
        findings: Sequence[Finding],
        hidden: Sequence[str],
        language: Language = ENGLISH,
    ) -> None:
        self.key, self.findings, self.hidden = key, tuple(findings), tuple(hidden)
        self.language = language

    @property
    def _outlook(self) -> str:
        if not self.hidden:
            return said("Grading asks these with the same inputs, and 0 more checks with others.")
        return said_many(
            "Grading asks these with the same inputs, and {number} more check with others:",
            "Grading asks these with the same inputs, and {number} more checks with others:",
            len(self.hidden),
        )

    def _as_exercise(self) -> ExerciseVerdict:
        return ExerciseVerdict(self.key, 0.0, 0.0, self.findings)

    def __repr__(self) -> str:
        titles = [text_of(as_said(title), self.language) for title in self.hidden]
        lines = [
            findings_text(self._as_exercise(), self.language),
            text_of(self._outlook, self.language),
        ]
        return "\n".join([*lines, *(f"  · {title}" for title in titles)])

    def _repr_html_(self) -> str:
        return str(self.to_html())

    def to_html(self) -> Markup:
        """Return findings and pictures as one piece of HTML without script or style sheet."""
        return findings_html(self._as_exercise(), self._outlook, self.hidden, self.language)


@contextmanager
def unchanged_random_states() -> Iterator[None]:
    """Leave the global random states of Python, NumPy and torch as they were."""
    states = random.getstate(), np.random.get_state(), torch.get_rng_state()
    try:
        yield
    finally:
        random.setstate(states[0])
        np.random.set_state(states[1])
        torch.set_rng_state(states[2])
