"""Checks of `images/inference`: what exact likelihoods are good for."""

from functools import partial
from typing import Any

import torch
from torch import Tensor

from autograder.checking.calls import plain_by_name
from autograder.checking.check import Checks, Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.student import Failed, Student
from autograder.text.i18n import said

from .for_inference.by_hand import (
    BY_CLASS,
    BY_VALUE,
    COPIED,
    COPIES,
    COPY_SLIPS,
    FLIPS,
    LOADED,
    NATS,
    OF_LOGITS,
    ONE_EACH,
    PRIOR,
    SECOND,
    SEEN,
    UNDERFLOW,
    coins,
    copying,
    not_a_number,
    prefix_slips,
    prior_slips,
)
from .for_inference.carried import CARRIED, Carried, carried_table, of_classes, of_values
from .for_inference.cases import (
    COLOUR,
    GREY,
    drawn_classes,
    drawn_pixels,
    drawn_prefixes,
    kept,
)
from .for_inference.coin_table import COIN_TABLE, TEST, TRAIN
from .for_inference.compared import drawn_table
from .for_inference.laws import Law
from .for_inference.picture import drawn_if_wrong, drawn_posterior
from .for_inference.pixels import Pixel
from .for_inference.prefixes import Classes, Prefix
from .for_inference.pulled import require_pulled
from .for_inference.tables import require_column
from .shared.accuracy import BOTH, require_close

COLUMNS = ("nats", "bits", "gaps", "ranks")
OF_COINS = (
    "`nll_table` of a fair and a loaded coin: nats per image",
    "`nll_table` of a fair and a loaded coin: bits per dimension",
    "`nll_table` of a fair and a loaded coin: test less train",
    "`nll_table` of a fair and a loaded coin: who is first",
)
OF_MODELS = (
    "`nll_table` of any models and images: nats per image",
    "`nll_table` of any models and images: bits per dimension",
    "`nll_table` of any models and images: test less train",
    "`nll_table` of any models and images: who is first",
)
CUT = said("Tiny probabilities are cut off: stay with logarithms, log_softmax.")
ALL_ROWS = said("Without `rows` all of them are seen.")
ASKED = ("prefix_log_prob", "class_posterior", "pixel_posterior")


def _infinite(got: Tensor) -> str:
    return "" if got.isfinite().all() else UNDERFLOW


def _told(case: Prefix, got: Tensor) -> str:
    return _infinite(got) or (CUT if case.cuts(got) else "")


def _told_of_all(got: Tensor) -> str:
    return _infinite(got) or ALL_ROWS


@check(weight=1, visible=True, about="prefix_log_prob")
def prefix_log_prob_by_hand(student: Student, ctx: Context) -> None:
    """`prefix_log_prob` of two rows of five, all fair coins"""
    answer = student.call("prefix_log_prob", coins(), FLIPS, 2).hint(shape=ONE_EACH)
    require_close(answer, torch.full((2,), NATS), slips=prefix_slips)
    nothing = student.call("prefix_log_prob", coins(), FLIPS, 0).hint(shape=ONE_EACH)
    require_close(nothing, torch.zeros(2), wrong="No row: log 1 is 0.")


@check(weight=3, after=prefix_log_prob_by_hand, about="prefix_log_prob", essential=True)
def prefix_log_prob_values(student: Student, ctx: Context) -> None:
    """`prefix_log_prob` of any law and any number of rows"""
    for number, case in enumerate(drawn_prefixes(ctx)):
        dtype = BOTH[number % 2]
        x = case.law.images(case.values, dtype)
        answer = student.call("prefix_log_prob", case.law.oracle(), x, case.rows)
        answer = answer.hint(shape=ONE_EACH)
        told: dict[str, Any] = {"slips": partial(case.slips, x), "wrong": partial(_told, case)}
        require_close(answer, case.want(), slack=case.law.slack, **told)


@check(weight=0.5, after=prefix_log_prob_values, about="prefix_log_prob")
def prefix_log_prob_gradient(student: Student, ctx: Context) -> None:
    """The gradient of `prefix_log_prob` reaches the model"""
    law = Law.drawn(ctx, 4, COLOUR)
    case = Prefix(law, law.draw(ctx, 3), 2)
    x = law.images(case.values, torch.float64)
    rows = ctx.randn(3, dtype=torch.float64)
    require_pulled(
        student,
        [law],
        lambda models: ("prefix_log_prob", models[0], x, case.rows),
        lambda phases: case.want(phases[0]),
        rows,
    )


@check(weight=1, visible=True, about="class_posterior")
def class_posterior_by_hand(student: Student, ctx: Context) -> Passed:
    """`class_posterior` is the prior before anything is seen"""
    answer = student.call("class_posterior", [coins(), coins(LOADED)], SEEN, PRIOR, 0)
    with explained(partial(drawn_if_wrong, student)):
        told: dict[str, Any] = {"slips": prior_slips, "wrong": not_a_number}
        require_close(answer.hint(shape=BY_CLASS), PRIOR.expand(3, 2), **told)
    return Passed(picture=partial(drawn_posterior, student))


@check(weight=2.5, after=class_posterior_by_hand, about="class_posterior", essential=True)
def class_posterior_values(student: Student, ctx: Context) -> Passed:
    """`class_posterior` of any laws and any prior"""
    carried = Carried()
    for number, case in enumerate(drawn_classes(ctx)):
        dtype, law = BOTH[number % 2], case.laws[0]
        x, prior = law.images(case.values, dtype), case.log_prior.to(dtype)
        models = [one.oracle() for one in case.laws]
        given = (models if number % 2 else tuple(models)), x, prior
        # All rows are asked for by leaving `rows` out, and as a number.
        rows: list[list[int]] = [[case.rows]] + ([[]] if case.rows == law.size[1] else [])
        for more in rows:
            answer = student.call("class_posterior", *given, *more).hint(shape=BY_CLASS)
            wrong, own = _infinite if more else _told_of_all, of_classes(student, case, x)
            told: dict[str, Any] = {"slips": case.slips, "wrong": wrong, "log_prior": prior}
            carried.require(answer, case.want(), own, law.slack, **told)
    return carried.passed()


@check(weight=0.5, after=class_posterior_values, about="class_posterior")
def class_posterior_gradient(student: Student, ctx: Context) -> None:
    """The gradient of `class_posterior` reaches each model"""
    laws = [Law.drawn(ctx, 3, GREY) for _ in range(3)]
    prior = ctx.randn(3, dtype=torch.float64).log_softmax(0)
    case = Classes(laws, laws[0].draw(ctx, 2), prior, 2)
    x = laws[0].images(case.values, torch.float64)
    require_pulled(
        student,
        laws,
        lambda models: ("class_posterior", list(models), x, prior, case.rows),
        case.want,
        ctx.randn(2, 3, dtype=torch.float64),
    )


@check(weight=1.5, visible=True, about="pixel_posterior")
def pixel_posterior_by_hand(student: Student, ctx: Context) -> None:
    """`pixel_posterior` of a copy: what follows tells what it was"""
    answer = student.call("pixel_posterior", copying(), COPIES, SECOND).hint(shape=BY_VALUE)
    require_close(answer, COPIED, slips=COPY_SLIPS)


@check(weight=3, after=pixel_posterior_by_hand, about="pixel_posterior", essential=True)
def pixel_posterior_values(student: Student, ctx: Context) -> Passed:
    """`pixel_posterior` of any law, at any place"""
    carried = Carried()
    for number, case in enumerate(drawn_pixels(ctx)):
        dtype = BOTH[number % 2]
        x = case.images(dtype)
        answer = student.call("pixel_posterior", case.law.oracle(), x, case.place)
        answer, own = answer.hint(shape=BY_VALUE), of_values(student, case, x)
        told: dict[str, Any] = {"slips": case.slips, "wrong": _infinite}
        carried.require(answer, case.want(), own, case.law.slack, **told)
    return carried.passed()


@check(weight=1, after=pixel_posterior_by_hand, about="pixel_posterior")
def pixel_posterior_calls(student: Student, ctx: Context) -> None:
    """`pixel_posterior` calls the model at most V + 1 times"""
    for num_values, size in ((5, GREY), (3, COLOUR)):
        law = Law.drawn(ctx, num_values, size)
        x = law.images(law.draw(ctx, 3), torch.float32)
        place = (size[0] - 1, 1, 1)
        student.call("pixel_posterior", law.oracle(), x, place).should_have_shape(3, num_values)
        if len(law.asked) > num_values + 1:
            message = said("The model was called too often: V + 1 are enough.")
            detail = said("It took {calls} calls.", calls=len(law.asked))
            raise Failed(message, detail=detail)


@check(weight=0.5, after=pixel_posterior_values, about="pixel_posterior")
def pixel_posterior_gradient(student: Student, ctx: Context) -> None:
    """The gradient of `pixel_posterior` reaches the model"""
    law = Law.drawn(ctx, 3, COLOUR)
    case = Pixel(law, law.draw(ctx, 2), (1, 1, 0))
    x = case.images(torch.float64)
    require_pulled(
        student,
        [law],
        lambda models: ("pixel_posterior", models[0], x, case.place),
        lambda phases: case.want(phases[0]),
        ctx.randn(2, 3, dtype=torch.float64),
    )


@check.each(
    COLUMNS,
    titles=OF_COINS,
    weight=(0.5, 0.25, 0.25, 0.25),
    visible=True,
    about="nll_table",
    essential=True,
)
def table_by_hand(student: Student, ctx: Context, name: str) -> None:
    """`nll_table` of a fair and a loaded coin"""
    models = {"loaded": coins(LOADED), "fair": coins()}
    answer = student.call_plain("nll_table", models, TRAIN, TEST)
    require_column(name, answer, COIN_TABLE, student.scales)


@check.each(
    COLUMNS,
    titles=OF_MODELS,
    weight=(1, 0.5, 0.25, 0.5),
    after=table_by_hand,
    about="nll_table",
    essential=True,
)
def table_values(student: Student, ctx: Context, name: str) -> Passed:
    """`nll_table` of any models and images"""
    carried = []
    for dtype in BOTH:
        table = drawn_table(ctx)
        models = {name: law.oracle() for name, law in table.laws.items()}
        sets = table.sets(dtype)
        answer = plain_by_name(student, "nll_table", models=models, **sets)
        require = partial(require_column, name, answer, scales=student.scales)
        carried += [carried_table(student, table, sets, require)]
    return Passed(CARRIED if any(carried) else "")


@check.each(
    ASKED,
    weight=0.3,
    after=Checks(
        {
            "prefix_log_prob": prefix_log_prob_by_hand,
            "class_posterior": class_posterior_by_hand,
            "pixel_posterior": pixel_posterior_by_hand,
        }
    ),
    form=True,
)
def keeps_arguments(student: Student, ctx: Context, name: str) -> None:
    """`{name}` leaves its arguments as they were, and answers in their dtype"""
    for dtype in BOTH:
        given, shape = kept(ctx, name, dtype)
        student.call(name, **given).hint(dtype=OF_LOGITS).should_have_shape(*shape, dtype=dtype)
