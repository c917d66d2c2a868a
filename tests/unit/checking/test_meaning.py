"""Points follow severity: what means nothing earns nothing, and a wrong unit costs points once."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor

from autograder.checking.check import Check, Context, check
from autograder.checking.run import examine_all
from autograder.checking.student import Expect, Failed, Student
from autograder.feedback.findings import findings_text
from autograder.records.early import early
from autograder.records.points import points_of, voided
from autograder.records.verdict import ExerciseVerdict, Finding
from autograder.selfcheck.local import LocalTransport

Nats = Callable[[Tensor], Tensor]


def nats(x: Tensor) -> Tensor:
    return x.square().flatten(1).sum(1) + 1


@check(visible=True, about="cost")
def by_hand(student: Student, ctx: Context) -> None:
    """Three costs that one can see"""
    x = torch.tensor([[1.0, 0.0], [2.0, 1.0], [0.0, 3.0]])
    student.call("cost", x).should_equal(nats(x))


@check(weight=2, after=by_hand, about="cost")
def values(student: Student, ctx: Context) -> None:
    """Costs of any rows, and their gradient"""
    x = ctx.randn(5, 3, dtype=torch.float64)
    cost = student.call("cost", x=x)
    cost.should_equal(nats(x))
    cost.gradient("x").should_equal(2 * x)


@check(after=values, about="cost", essential=True)
def is_positive(student: Student, ctx: Context) -> None:
    """A cost is above zero"""
    if not (student.call("cost", ctx.randn(4, 2)).should_have_shape(4) > 0).all():
        raise Failed("Some cost is negative.")


@check(about="cost", form=True)
def refuses(student: Student, ctx: Context) -> None:
    """`cost` refuses a row without numbers"""
    student.call("cost", torch.zeros(2, 0)).should_raise(ValueError, why="there is nothing")


CHECKS = (by_hand, values, is_positive, refuses)


def found(cost: Nats, checks: Iterable[Check] = CHECKS) -> dict[str, Finding]:
    def refusing(x: Tensor) -> Tensor:
        if not x.numel():
            raise ValueError("no numbers")
        return cost(x)

    student = Student(LocalTransport({"cost": refusing}))
    asked = examine_all(checks, lambda: student, lambda one: Context({}, Path(), seed=3))
    return {one.check: one for one in voided(tuple(asked))}


def lost(findings: Mapping[str, Finding]) -> set[str]:
    return {name for name, one in findings.items() if not one.earned}


@pytest.mark.parametrize("factor", [-1.0, math.log(2), 1 / math.log(2), -1 / math.log(10)])
def test_a_wrong_unit_or_sign_costs_the_first_check_that_meets_it(factor: float) -> None:
    findings = found(lambda x: factor * nats(x))
    assert lost(findings) == {"by_hand"}
    assert "put right" in findings["values"].message
    assert points_of(tuple(findings.values()), 5) == 4


@check(visible=True, about="cost")
def one_number(student: Student, ctx: Context) -> None:
    """Two costs that are the same, in float32"""
    x = torch.tensor([[3.0, 0.0], [0.0, 3.0]])
    student.call("cost", x).should_equal(nats(x))


@check(after=one_number, about="cost")
def large(student: Student, ctx: Context) -> None:
    """A large cost, to the last digits"""
    x = torch.tensor([[3e4, 1.0]], dtype=torch.float64)
    student.call("cost", x).should_equal(nats(x), atol=1e-5, rtol=0)


def test_a_unit_is_exact_and_one_number_is_enough_to_see_it() -> None:
    findings = found(lambda x: nats(x) / math.log(2), (one_number, large))
    assert lost(findings) == {"one_number"}


def test_a_unit_that_was_a_chance_is_found_out() -> None:
    def by_chance(x: Tensor) -> Tensor:
        return torch.full((len(x),), -10.0, dtype=x.dtype)

    assert lost(found(by_chance, (one_number, large))) == {"one_number", "large"}


@check(visible=True, about="cost", essential=True)
def essential_by_hand(student: Student, ctx: Context) -> None:
    """Three costs without which the others mean nothing"""
    by_hand.question(student, ctx)


def test_a_wrong_unit_or_sign_makes_no_answer_meaningless() -> None:
    checks = essential_by_hand, replace(values, after=("essential_by_hand",))
    assert lost(found(lambda x: -nats(x), checks)) == {"essential_by_hand"}
    assert lost(found(lambda x: nats(x) + 1, checks)) == {"essential_by_hand", "values"}


@pytest.mark.parametrize("factor", [0.5, 2.0, 1 / 3, 1.0001])
def test_any_other_factor_is_no_unit(factor: float) -> None:
    findings = found(lambda x: factor * nats(x))
    assert lost(findings) == {"by_hand", "values", "is_positive"}
    assert findings["values"].outcome == "skipped"


def test_a_right_answer_is_not_said_to_be_put_right() -> None:
    findings = found(nats)
    assert not lost(findings)
    assert not any(one.message for one in findings.values())


def test_a_unit_excuses_nothing_else() -> None:
    def shifted(x: Tensor) -> Tensor:
        return -nats(x) if len(x) == 3 else 2 - nats(x)

    assert lost(found(shifted)) == {"by_hand", "values", "is_positive"}


def test_a_sign_of_one_call_is_not_that_of_another() -> None:
    def moody(x: Tensor) -> Tensor:
        return -nats(x) if len(x) == 3 else nats(x)

    findings = found(moody)
    assert findings["by_hand"].outcome == findings["values"].outcome == "failed"


@check(visible=True, about="net", form=True)
def net_shape(student: Student, ctx: Context) -> None:
    """A shape"""
    student.call("net", torch.zeros(2, 2)).should_have_shape(2)


@check(visible=True, about="net")
def net_is_even(student: Student, ctx: Context) -> None:
    """Something else of the net"""


@check(about="other")
def other(student: Student, ctx: Context) -> None:
    """Something of another name"""


@check(about="net", essential=True)
def net_is_causal(student: Student, ctx: Context) -> None:
    """The net is causal"""
    if student.call("net", torch.ones(2, 2), expect=Expect((2,))).sum() > 0:
        raise Failed("It looks ahead.")


@check(about="net")
def net_remembers(student: Student, ctx: Context) -> None:
    """The net keeps nothing"""
    if student.call("net", torch.ones(2, 2), expect=Expect((2,))).sum() < 0:
        raise Failed("It kept an image.", essential=True)


NET = (net_shape, net_is_even, other, net_is_causal, net_remembers)


def findings_of(net: Nats) -> tuple[Finding, ...]:
    student = Student(LocalTransport({"net": net}))
    asked = examine_all(NET, lambda: student, lambda one: Context({}, Path(), seed=3))
    return voided(tuple(asked))


def names(findings: Iterable[Finding]) -> set[str]:
    return {one.check for one in findings if not one.earned}


def test_what_means_nothing_earns_nothing_but_its_form() -> None:
    findings = findings_of(lambda x: x.sum(1))
    assert names(findings) == {"net_is_even", "net_is_causal", "net_remembers"}
    assert points_of(findings, 5) == 2


def test_a_failure_may_say_itself_that_nothing_is_meant() -> None:
    findings = findings_of(lambda x: -x.sum(1))
    assert names(findings) == {"net_is_even", "net_is_causal", "net_remembers"}


def test_a_wrong_form_tells_nothing_of_the_meaning() -> None:
    findings = findings_of(lambda x: x)
    assert names(findings) == {"net_shape", "net_is_causal", "net_remembers"}


def test_a_crash_tells_nothing_of_the_meaning() -> None:
    findings = findings_of(lambda x: x[9])
    assert names(findings) == {"net_shape", "net_is_causal", "net_remembers"}


def test_the_student_reads_why_what_passed_earns_nothing() -> None:
    findings = findings_of(lambda x: x.sum(1))
    text = findings_text(ExerciseVerdict("a/net", 2, 5, findings))
    assert "○ Something else of the net (passed, but earns nothing)" in text
    assert "“The net is causal” failed: what `net` answers means nothing." in text


def test_before_the_due_date_nothing_of_it_is_told() -> None:
    findings = findings_of(lambda x: x.sum(1))
    told = early(ExerciseVerdict("a/net", 2, 5, findings))
    assert (told.points, told.max_points) == (2, 2)
    assert "means nothing" not in findings_text(told)


def test_an_essential_check_says_what_it_is_about() -> None:
    with pytest.raises(ValueError, match="say in `about`"):

        @check(essential=True)
        def nothing(student: Student, ctx: Context) -> None:
            """About nothing"""

    with pytest.raises(ValueError, match="leave `form` out"):

        @check(essential=True, about="net", form=True)
        def both(student: Student, ctx: Context) -> None:
            """Both"""


def test_voiding_twice_is_voiding_once() -> None:
    findings = findings_of(lambda x: x.sum(1))
    assert voided(findings) == findings
