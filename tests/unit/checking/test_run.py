"""One check asked: whatever happens becomes a finding, and hidden checks stay silent."""

import json
import math
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from autograder.checking.check import Check, Context, Passed, check, checks_of
from autograder.checking.run import LONGEST_MESSAGE, examine, examine_all
from autograder.checking.student import Expect, Failed, Oracle, Student
from autograder.checking.transcript import Transcript
from autograder.errors import SandboxError
from autograder.feedback.findings import findings_html, findings_text
from autograder.records.points import points_of
from autograder.records.verdict import ExerciseVerdict, Finding, Outcome
from autograder.selfcheck.local import LocalTransport

CONTEXT = Context({}, Path(), seed=1)


def boom() -> None:
    raise ValueError("the hidden input is 42")


def stub() -> None:
    raise NotImplementedError("stub is not written yet")


def use(model: Callable[[float], object]) -> object:
    return model(1.5)


NAMES = {"boom": boom, "stub": stub, "nothing": lambda: 0, "use": use}
STUDENT = Student(LocalTransport(NAMES))


@check(weight=2, visible=True)
def passes(student: Student, ctx: Context) -> Passed:
    """It passes."""
    return Passed("and says so")


@check(visible=True)
def fails(student: Student, ctx: Context) -> None:
    """It fails."""
    raise Failed("Wrong.", detail="It returned 42.")


@check()
def fails_hidden(student: Student, ctx: Context) -> None:
    """It fails."""
    raise Failed("Wrong.", detail="It returned 42.")


@check()
def crashes_hidden(student: Student, ctx: Context) -> None:
    """It crashes."""
    student.call("boom", expect=Expect(()))


@check(visible=True)
def crashes(student: Student, ctx: Context) -> None:
    """It crashes."""
    student.call("boom", expect=Expect(()))


@check()
def unwritten(student: Student, ctx: Context) -> None:
    """It is not there yet."""
    student.call("stub", expect=Expect(()))


@check()
def broken(student: Student, ctx: Context) -> None:
    """It is our fault."""
    print(1 / 0)


@check()
def broken_over_a_reply(student: Student, ctx: Context) -> None:
    """It breaks over what it got."""
    print(1 / student.call_plain("nothing"))


@check()
def broken_over_a_crash(student: Student, ctx: Context) -> None:
    """It breaks after the student's code has raised."""
    known: dict[str, str] = {}
    print(known[student.raised("boom")])


@check()
def broken_in_another_process(student: Student, ctx: Context) -> None:
    """It breaks over what a second process said."""
    with student.fresh() as other:
        print(1 / other.call_plain("nothing"))


@check()
def broken_over_a_refusal(student: Student, ctx: Context) -> None:
    """It breaks once its own model has refused an input."""

    def refuse(x: object) -> object:
        raise Failed("That is no image.")

    try:
        student.call_plain("use", Oracle({"forward": refuse}))
    except Failed:
        print(1 / 0)


@check()
def broken_after_a_deed(student: Student, ctx: Context) -> None:
    """It is our fault: nothing has been answered, but that something was done."""
    student.seed_everything(1)
    print(ctx.parameters["missing"])


OVER = (
    broken_over_a_reply,
    broken_over_a_crash,
    broken_in_another_process,
    broken_over_a_refusal,
)


@check()
def leaky(student: Student, ctx: Context) -> None:
    """It is visible, yet asks for the references."""
    assert ctx.reference


@pytest.mark.parametrize(
    ("asked", "outcome", "says", "hides"),
    [
        (passes, "passed", "and says so", "42"),
        (fails, "failed", "Wrong. It returned 42.", "–"),
        (fails_hidden, "failed", "Wrong.", "42"),
        (crashes, "crashed", "42", "–"),
        (crashes_hidden, "crashed", "ValueError", "42"),
        (unwritten, "failed", "stub is not written yet", "42"),
        (broken, "broken", "you lose no points", "42"),
        (broken_after_a_deed, "broken", "you lose no points", "missing"),
        (broken_over_a_reply, "broken", "earns nothing until a person has looked", "0"),
        (broken_over_a_crash, "broken", "earns nothing until a person has looked", "42"),
        (leaky, "broken", "you lose no points", "42"),
    ],
    ids=lambda value: value.name if isinstance(value, Check) else "",
)
def test_whatever_happens_becomes_a_finding(
    asked: Check, outcome: Outcome, says: str, hides: str
) -> None:
    found = examine(asked, STUDENT, CONTEXT)
    assert found.outcome == outcome
    assert says in found.message
    assert hides not in found.message
    assert found.cause == ("exception" if outcome == "crashed" else None)


@pytest.mark.parametrize("asked", OVER, ids=lambda asked: asked.name)
def test_what_breaks_over_a_reply_earns_nothing_and_keeps_it(asked: Check) -> None:
    found = examine(asked, STUDENT, CONTEXT)
    assert found.outcome == "broken" and not found.earned
    assert points_of((found,), 20) == 0
    (told,) = found.replies
    wanted = {
        broken_over_a_reply: "call nothing: 0",
        broken_over_a_crash: "call boom: (exception) `boom` raised ValueError.",
        broken_in_another_process: "call nothing: 0",
        broken_over_a_refusal: "call use: (refused) That is no image.",
    }
    assert told.startswith(wanted[asked])
    assert Finding.from_json(json.loads(json.dumps(found.to_json()))) == found


@pytest.mark.parametrize("asked", [broken, leaky, broken_after_a_deed], ids=lambda one: one.name)
def test_what_breaks_before_any_reply_costs_nothing(asked: Check) -> None:
    found = examine(asked, STUDENT, CONTEXT)
    assert found.outcome == "broken" and found.earned and found.replies == ()
    assert points_of((found,), 20) == 20


def test_replies_are_for_a_person_and_never_for_the_student() -> None:
    found = examine(broken_over_a_crash, STUDENT, CONTEXT)
    exercise = ExerciseVerdict("toy/one", 0.0, 20.0, (found,))
    assert "42" in "".join(found.replies)
    for page in (findings_html(exercise), findings_text(exercise)):
        assert "42" not in page and "waits for a person" in page and "costs no points" not in page
    ours = ExerciseVerdict("toy/one", 20.0, 20.0, (examine(broken, STUDENT, CONTEXT),))
    assert "costs no points" in findings_text(ours)


def test_replies_are_few_short_and_plain() -> None:
    minutes = Transcript()
    transport = minutes.taken_at(LocalTransport({"say": lambda what: what}))
    hostile = ["\x1b[2J\u202e" * 1000, torch.full((100, 100), torch.nan), {"k" * 999: [[[[1]]]]}]
    for value in [*range(20), *hostile, None]:
        Student(transport).call_plain("say", value)
    told = minutes.told()
    assert told[0] == "call say: 19"
    assert len(told) == 4 and all(len(line) < 320 for line in told)
    assert all(c.isprintable() for line in told for c in line)
    assert told[2] == "call say: float32 (100, 100) [nan, nan, nan, nan, nan, nan, …]"


def test_a_fault_of_the_sandbox_is_not_a_finding() -> None:
    @check()
    def sandbox_gone(student: Student, ctx: Context) -> None:
        """The sandbox is gone."""
        raise SandboxError("gone")

    with pytest.raises(SandboxError):
        examine(sandbox_gone, STUDENT, CONTEXT)


def test_messages_are_clipped() -> None:
    @check(visible=True)
    def floods(student: Student, ctx: Context) -> None:
        """It floods."""
        raise Failed("x" * 10**6)

    assert len(examine(floods, STUDENT, CONTEXT).message) == LONGEST_MESSAGE


def test_no_message_that_somebody_would_read_is_cut() -> None:
    @check(visible=True)
    def explains(student: Student, ctx: Context) -> None:
        """It explains."""
        raise Failed("word " * 800 + "and this is the point.")

    assert examine(explains, STUDENT, CONTEXT).message.endswith("and this is the point.")


def test_of_a_long_trace_the_end_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    @check()
    def breaks(student: Student, ctx: Context) -> None:
        """It breaks."""
        raise KeyError("a" * 20_000 + ", and this is the point")

    found = examine(breaks, STUDENT, CONTEXT)
    assert found.outcome == "broken"
    assert "and this is the point" in caplog.text and len(caplog.text) < 12_000


def test_a_check_that_rests_on_a_failed_one_is_skipped() -> None:
    @check(after=[fails, passes])
    def rests(student: Student, ctx: Context) -> None:
        """It rests on another."""
        raise AssertionError("must not be asked")

    found = list(examine_all([passes, fails, rests], lambda: STUDENT, lambda _: CONTEXT))
    assert [f.outcome for f in found] == ["passed", "failed", "skipped"]
    assert "It fails." in found[2].message


def test_generators_repeat_and_differ_by_purpose() -> None:
    draws = [
        torch.rand(1, generator=ctx.generator(purpose)).item()
        for ctx in (CONTEXT, Context({}, Path(), seed=2))
        for purpose in ("a", "a", "b")
    ]
    assert draws[0] == draws[1]
    assert len(set(draws)) == 4


def test_checks_stand_in_the_order_of_the_module() -> None:
    import tests.unit.checking.test_run as module

    assert [c.name for c in checks_of(module)][:3] == ["passes", "fails", "fails_hidden"]


def findings(*outcomes: Outcome) -> tuple[Finding, ...]:
    weights = [1.0, 2.0, 4.0]
    return tuple(
        Finding("c", "t", outcome, weight, "", True)
        for outcome, weight in zip(outcomes, weights, strict=False)
    )


@pytest.mark.parametrize(
    ("outcomes", "points"),
    [
        (("passed", "passed", "passed"), 20),
        (("failed", "crashed", "skipped"), 0),
        (("passed", "failed", "failed"), 2.86),
        (("broken", "failed", "passed"), 14.29),
    ],
)
def test_points_are_shared_by_weight(outcomes: tuple[Outcome, ...], points: float) -> None:
    assert math.isclose(points_of(findings(*outcomes), 20), points)
