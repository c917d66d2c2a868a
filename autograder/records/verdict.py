"""What grading says: Finding, ExerciseVerdict, Verdict, all frozen, and their JSON."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from autograder.records.cell import CellRun
from autograder.text.i18n import as_said, recipe_of, restored, said

SCHEMA = 1

Outcome = Literal["passed", "failed", "crashed", "skipped", "broken"]
Status = Literal["graded", "rejected", "broken"]
Cause = Literal[
    "wall_time", "cpu_time", "idle", "memory", "output", "exit", "signal", "protocol", "exception"
]


@dataclass(frozen=True)
class Picture:
    """A PNG that teaches, with the conclusion in words for those who do not see it.

    `caption` stands below a picture that is in no language itself: what is where in it.
    """

    png: bytes
    alt: str
    caption: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the picture as plain data, the PNG in base64."""
        png = base64.b64encode(self.png).decode("ascii")
        return {"png": png, **_said("alt", self.alt), **_said("caption", self.caption)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Picture":
        """Read what `to_json` wrote."""
        return cls(base64.b64decode(data["png"]), _read("alt", data), _read("caption", data))


# What of a finding is plain data as it is, and kept.
_PLAIN = (
    *("check", "title", "outcome", "weight", "message", "visible", "cause"),
    *("question", "about", "form", "essential", "void"),
)


@dataclass(frozen=True)
class Finding:
    """What one check found: seen, expected, and what to look at.

    `question` is for a person who grades, never for the student: it costs no points. So are
    `replies`, the last that a `broken` check had in hand when it broke, as short plain text. Not
    kept are `kind`, of the exception that a `crashed` one met, and `scale`: by which factor the
    answers of which name are a unit or a sign off.
    `about`, which of the student's names it is about; `form`, that it asks for no meaning.
    `essential`, that what the name answers means nothing: others about it, but those on its form,
    earn nothing then, and their `void` is the title of this one.
    """

    check: str
    title: str
    outcome: Outcome
    weight: float
    message: str
    visible: bool
    cause: Cause | None = None
    picture: Picture | None = None
    question: str = ""
    replies: tuple[str, ...] = ()
    about: str = ""
    form: bool = False
    essential: bool = False
    void: str = ""
    kind: str = field(default="", compare=False)
    scale: tuple[str, float] | None = field(default=None, compare=False)

    def due_to(self, stop: "Stop | None") -> bool:
        """Say whether this is what the exercise's `stop` has led to."""
        return self.outcome == "crashed" and stop is not None and stop.place in self.message

    @property
    def headline(self) -> str:
        """Return the title; where code stopped before it answered, one that accuses no answer."""
        if self.outcome != "crashed":
            return as_said(self.title)
        return said("No answer to: {title}", title=as_said(self.title))

    @property
    def earned(self) -> bool:
        """Say whether it earns its share: what broke with an answer in hand is not ours alone."""
        if self.void:
            return False
        return self.outcome == "passed" or (self.outcome == "broken" and not self.replies)

    def to_json(self, pictures: bool = True) -> dict[str, Any]:
        """Return the finding as plain data; without its picture for the verdict lines."""
        data = {name: getattr(self, name) for name in _PLAIN} | {"replies": list(self.replies)}
        if pictures:
            data |= _said("message", self.message)
            data["picture"] = self.picture.to_json() if self.picture else None
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Finding":
        """Read what `to_json` wrote, pictures included."""
        picture = data.get("picture")
        known = {k: v for k, v in data.items() if k != _recipe_key("message")}
        known["message"] = _read("message", data)
        known["replies"] = tuple(data.get("replies", ()))
        return cls(**{**known, "picture": Picture.from_json(picture) if picture else None})


def _recipe_key(name: str) -> str:
    return f"{name}_recipe"


def _said(name: str, text: str) -> dict[str, Any]:
    """Return a text as plain data under its name: its English, and how it was put together."""
    recipe = recipe_of(text)
    return {name: str(text)} if recipe is None else {name: str(text), _recipe_key(name): recipe}


def _read(name: str, data: Mapping[str, Any]) -> str:
    return restored(data[name], data.get(_recipe_key(name)))


@dataclass(frozen=True)
class Stop:
    """What stopped the cells before an exercise so that answers are missing: the first of it.

    `place` names cell and line; `message` begins with it and gives the reason; `why`, the reason
    alone; `kind` is the same wherever the same has happened.
    """

    kind: str
    place: str
    message: str
    why: str

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        texts = {"place": self.place, "message": self.message, "why": self.why}
        return {
            "kind": self.kind,
            **{k: v for n, t in texts.items() for k, v in _said(n, t).items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Stop":
        """Read what `to_json` wrote."""
        return cls(data["kind"], *(_read(name, data) for name in ("place", "message", "why")))


@dataclass(frozen=True)
class ExerciseVerdict:
    """Points of one exercise and why.

    `sha256` is the hash of all but the submission that they rest on: checks, solution, secret.
    `own` is what was found without the reference's functions, where they stand in: what may be told
    early, when it must not show that a hidden check elsewhere has failed. `stop`, what kept answers
    from being there; the findings that are due to it begin with it. `kind` says how the points
    count: a bonus lies beyond the maximum, and what is optional counts for nothing.
    """

    key: str
    points: float
    max_points: float
    findings: tuple[Finding, ...]
    sha256: str = ""
    own: tuple[Finding, ...] = ()
    stop: Stop | None = None
    kind: Literal["", "bonus", "optional"] = ""

    def to_json(self, pictures: bool = True) -> dict[str, Any]:
        """Return the exercise as plain data."""
        data: dict[str, Any] = {
            "key": self.key,
            "points": self.points,
            "max_points": self.max_points,
            "sha256": self.sha256,
            "findings": [finding.to_json(pictures) for finding in self.findings],
        }
        if self.own:
            data["own"] = [finding.to_json(pictures) for finding in self.own]
        if self.stop:
            data["stop"] = self.stop.to_json()
        if self.kind:
            data["kind"] = self.kind
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "ExerciseVerdict":
        """Read what `to_json` wrote."""
        findings, own = (
            tuple(Finding.from_json(finding) for finding in data.get(key, ()))
            for key in ("findings", "own")
        )
        stop = Stop.from_json(data["stop"]) if data.get("stop") else None
        given = data["key"], data["points"], data["max_points"]
        return cls(*given, findings, data.get("sha256", ""), own, stop, data.get("kind", ""))

    def slim(self) -> "ExerciseVerdict":
        """Return it without pictures."""
        bare = (
            tuple(replace(f, picture=None) for f in found) for found in (self.findings, self.own)
        )
        findings, own = bare
        return replace(self, findings=findings, own=own)


@dataclass(frozen=True)
class Graded:
    """What grading one exercise came to: its verdict, and what the cells before it did.

    `suspects`, names of the submission's that a check asked for and was not content with;
    `called`, functions of the reference that stood in for its own and were asked; `asked`, by check
    the names of the submission's that it asked for.
    """

    verdict: ExerciseVerdict
    runs: tuple[CellRun, ...]
    suspects: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data, pictures included."""
        return {
            "verdict": self.verdict.to_json(),
            "runs": [run.to_json() for run in self.runs],
            "suspects": list(self.suspects),
            "called": list(self.called),
            "asked": {check: list(names) for check, names in self.asked.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Graded":
        """Read what `to_json` wrote."""
        runs = tuple(CellRun.from_json(run) for run in data["runs"])
        suspects, called = tuple(data["suspects"]), tuple(data["called"])
        asked = {check: tuple(names) for check, names in data.get("asked", {}).items()}
        return cls(ExerciseVerdict.from_json(data["verdict"]), runs, suspects, called, asked)


@dataclass(frozen=True)
class Verdict:
    """All that was found of one submission, and what is needed to find it again."""

    assignment: str
    student: str
    status: Status
    points: float
    max_points: float
    submission_sha256: str
    course_sha256: str
    device: str
    versions: Mapping[str, str]
    seconds: float
    exercises: tuple[ExerciseVerdict, ...] = ()
    reason: str = ""
    cells: tuple[CellRun, ...] = field(default=(), repr=False)

    def line(self) -> dict[str, Any]:
        """Return the verdict as one line of verdicts.jsonl: no pictures, no cell outputs."""
        return {
            "schema": SCHEMA,
            "assignment": self.assignment,
            "student": self.student,
            "status": self.status,
            "reason": self.reason,
            "points": self.points,
            "max_points": self.max_points,
            "submission_sha256": self.submission_sha256,
            "course_sha256": self.course_sha256,
            "device": self.device,
            "versions": dict(self.versions),
            "seconds": self.seconds,
            "exercises": [exercise.to_json(pictures=False) for exercise in self.exercises],
        }

    def slim(self) -> "Verdict":
        """Return it without pictures and cell outputs, so that a class of them fits in memory."""
        return replace(self, exercises=tuple(e.slim() for e in self.exercises), cells=())

    def to_json(self) -> dict[str, Any]:
        """Return the whole verdict as plain data, pictures and cell outputs included."""
        data = self.line()
        data["exercises"] = [exercise.to_json() for exercise in self.exercises]
        data["cells"] = [cell.to_json() for cell in self.cells]
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Verdict":
        """Read what `to_json` wrote."""
        known = {key: value for key, value in data.items() if key != "schema"}
        known["exercises"] = tuple(ExerciseVerdict.from_json(e) for e in data["exercises"])
        known["cells"] = tuple(CellRun.from_json(c) for c in data["cells"])
        return cls(**known)
