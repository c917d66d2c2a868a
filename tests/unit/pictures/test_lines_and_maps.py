"""Curves, films, paths, rows and bars: small, the same bytes each time, with their conclusion."""

import math
from collections.abc import Callable
from itertools import pairwise

import pytest
import torch

from autograder.pictures.bars import Bar, Published, Units, bars
from autograder.pictures.chain import Link, chain
from autograder.pictures.codes import Coded, codes
from autograder.pictures.curves import Chart, Curve, curves
from autograder.pictures.descent import Fit, Losses, descent
from autograder.pictures.film import Film, film
from autograder.pictures.marks import Column, marks
from autograder.pictures.mask import mask_picture
from autograder.pictures.paths import Network, dependence, paths, told_of
from autograder.pictures.rows import rows
from autograder.records.verdict import Picture
from autograder.text.i18n import language_of

CHART = Chart("f(k)", "k", "numbers", 1.0, 1e6, log=True)
LABELS = ("b", "a", "c")


def charted() -> Picture:
    wall = Curve("2^D − 1", (0, 8), (1e5, 1e5), "dashed")
    yours = Curve("yours", (0, 8), (math.nan, math.inf), "points", (False, True))
    return curves(CHART, [wall, Curve("k²", (0, 8), (1.0, 1e5)), yours], "Why.", "How.")


def filmed() -> Picture:
    weights = torch.zeros(2, 3)
    weights[0, 2] = -2.5
    image = torch.tensor([[1.0, 1, 0], [1, 0, 0]])
    return film(Film(weights, 4, image, (3, 6), torch.full((2, 2, 3), 0.5)), "FVSBN", "Why.")


def network(leak: float) -> Network:
    first = torch.tensor([[1.0, 0, 0], [1, 1, 0]])
    last = torch.tensor([[0.0, 0], [1, leak], [1, 1]])
    return Network([first, last], [LABELS, ("1", "2"), LABELS])


def walked() -> Picture:
    return paths(network(1.0), "masks", "Why.")


def depending() -> Picture:
    return dependence(torch.ones(3, 3).tril(-1), torch.eye(3), LABELS, "MADE", "Why.")


def compared() -> Picture:
    found = {"forward": torch.tensor([1.0, 2.0, math.nan]), "read": torch.tensor([1.0, 2.5, 0.0])}
    return rows(torch.tensor([1.0, 0, 1]), found, 1e-9, "RNN", "Why.")


def barred() -> Picture:
    found = [Bar("coins", 0.57, 0.55, 64), Bar("NADE", 0.39, 0.40, 8256, wrong=True)]
    papers = [Published("NADE", 88.33), Published("DRAW", 80.97, bound=True)]
    return bars(found, papers, Units("bits/dim", "nats"), "report", "Why.")


def coded() -> Picture:
    image = torch.eye(3)
    found = [Coded(image, torch.tensor([1.0, -2.0]), image / 2) for _ in range(2)]
    return codes(found, "Autoencoder()", "Why.")


def marked() -> Picture:
    trains = Column("requires_grad", (True, False), (False, False))
    return marks(("Linear", "ReLU"), [trains], "freeze", "Why.")


def chained() -> Picture:
    links = [Link((1.0, 2.0), (0.5,), (1.0, 2.0), (0.5,)), Link((-0.001,), (1.0,), (0.0,), (2.0,))]
    return chain(("Linear",), links, "backpropagate", "Why.")


def descended() -> Picture:
    fits = [Fit(0, (0.0, 1.0), (0.0, 1.0)), Fit(5, (math.nan, 1.0), (2.0, 1.0))]
    below = [Losses("0.5", (9.0, 0.1)), Losses("1.03", (9.0, math.inf, math.nan))]
    return descent([(0.0, 1.0), (1.0, 3.0)], fits, below, "descend", "Why.")


DRAWN: dict[Callable[[], Picture], tuple[str, str]] = {
    charted: ("yours: nan at 0, inf at 8. Wrong at k = 8.", "How."),
    filmed: ("before (row 1, column 1) these weigh most: (0, 2) -2.5", "hatched"),
    walked: ("output a is reached by input a", "The dashed line is a path that leaks"),
    depending: ("output b is reached by input b", "Hatched: what an output may see"),
    compared: ("the first difference is in column 1, where the numbers are 2.000, 2.500", "framed"),
    barred: ("DRAW ≤ 80.97", "A cross marks"),
    coded: ("2 images, their codes of 2 numbers", "Below: the images rebuilt"),
    chained: (
        "0.00. Back: 1.00; 0.50. Behind box 1 2.00 is due",
        "frame",
    ),
    descended: ("After 5: nan x + 1. There 2 x + 1 is due. 0.5: from 9 to 0.1.", "× stands"),
    marked: ("requires_grad: Linear. Not due: Linear.", "× marks what is not due"),
}


@pytest.mark.slow
@pytest.mark.parametrize("draw", DRAWN, ids=lambda draw: draw.__name__)
def test_it_is_small_the_same_each_time_and_says_what_it_shows(
    draw: Callable[[], Picture],
) -> None:
    picture, (alt, caption) = draw(), DRAWN[draw]
    assert picture == draw()
    assert len(picture.png) < 60_000
    assert alt in picture.alt and "Why." in picture.alt and caption in picture.caption


def test_the_path_of_a_leak_is_one_that_the_masks_leave_open() -> None:
    assert network(0.0).leak() == ()
    assert network(1.0).leak() == (1, 1, 1)
    masks = [torch.ones(2, 3), torch.ones(4, 2), torch.ones(3, 4)]
    deep = Network(masks, [LABELS, ("1", "1"), ("1",) * 4, LABELS])
    walked = deep.leak()
    assert walked[0] == walked[-1] and len(walked) == 4
    for mask, (into, out) in zip(masks, pairwise(walked), strict=True):
        assert mask[out, into] == 1


@pytest.mark.slow
@pytest.mark.parametrize("cost", [0.0, -3.0])
def test_costs_that_are_no_costs_are_drawn(cost: float) -> None:
    found = [Bar("zero", cost, cost, 1, wrong=True)]
    assert bars(found, [Published("NADE", 88.33)], Units("bits", "nats"), "report", "Why.").png


def test_what_is_right_needs_no_words() -> None:
    assert told_of(torch.ones(3, 3).tril(-1), LABELS) == ""


def test_what_leaks_is_told_in_any_language() -> None:
    told = told_of(torch.ones(9, 9), LABELS * 3)
    assert told.endswith("; ….") and "output" in told
    assert "output" not in language_of("cs").tell(told).text


@pytest.mark.slow
def test_a_curve_that_rises_and_falls_is_told_with_its_top() -> None:
    hill = Curve("hill", (0, 1, 2), (1.0, 3.0, 0.5))
    slope = Curve("slope", (0, 1, 2), (1.0, math.nan, 3.0))
    alt = curves(Chart("f(k)", "k", "numbers", 0.0, 4.0), [hill, slope], "Why.", "How.").alt
    assert "hill: 1 at 0, up to 3 at 1, 0.5 at 2." in alt
    assert "slope: 1 at 0, 3 at 2." in alt


@pytest.mark.slow
def test_a_mask_that_is_right_has_nothing_wrong() -> None:
    mask = torch.eye(2)
    assert "Wrong" not in mask_picture(mask, mask, title="mask").alt
    assert "Wrong: row 0" in mask_picture(1 - mask, mask, title="mask").alt
