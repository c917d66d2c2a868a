"""What `benchmarks/models.py` asks models of images in colours."""

import math

import pytest
import torch

from autograder.course.config import load_course
from benchmarks.contenders import IN_COLOUR, Pixels, Shares, free_numbers
from benchmarks.rows_of_bits import COARSE, colours
from solutions.images.colour import ColourPixelCNN, nll_by_channel
from tests.conftest import ROOT

PARAMETERS = load_course(ROOT).assignment("images").parameters


def test_rows_are_images_in_colours_on_the_grid_of_the_handout() -> None:
    data = colours(COARSE)
    assert PARAMETERS["num_values"] == COARSE
    assert (len(data.train), len(data.test), data.num_dims) == (1500, 297, 192)
    values = data.test * (COARSE - 1)
    assert torch.equal(values, values.round()) and set(values.flatten().tolist()) == set(range(8))


def test_a_row_costs_what_its_channels_cost() -> None:
    model = ColourPixelCNN(6, (1, 2), 4)
    rows = torch.randint(4, (5, 3 * 4 * 4)) / 3
    images = rows.view(5, 3, 4, 4)
    nats = nll_by_channel(model(images), (3 * images).round().long()).sum(1)
    asked = Pixels(model, 4, 3, 4)
    torch.testing.assert_close(asked.log_prob(rows), -nats)
    drawn = asked.sample(3)
    assert drawn.shape == (3, 48) and torch.equal((3 * drawn).round(), 3 * drawn)


def test_independent_numbers_are_a_law() -> None:
    model = Shares(2, 3)
    torch.nn.init.normal_(model.logits)
    rows = torch.cartesian_prod(torch.arange(3.0), torch.arange(3.0)) / 2
    assert model.log_prob(rows).exp().sum().item() == pytest.approx(1)
    assert free_numbers(model, 2) == 6
    assert model.sample(5).shape == (5, 2)
    untrained = Shares(4, 8).log_prob(torch.zeros(1, 4)).item()
    assert untrained == pytest.approx(-4 * math.log(8))


def test_every_model_in_colour_is_built() -> None:
    rows = torch.randint(8, (2, 192)) / 7
    for one in IN_COLOUR:
        model = one.build(192, 8, PARAMETERS)
        assert model.log_prob(rows).shape == (2,), one.name  # type: ignore[operator]
