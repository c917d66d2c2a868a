"""Checks of pixelcnn/masks: what they say, show and keep to themselves."""

from io import BytesIO
from typing import Any

import pytest
import torch
from matplotlib.image import imread

from assignments.pixelcnn.checks.mask_slips import (
    causal_slips,
    channel_slips,
    horizontal_slips,
    vertical_slips,
)
from autograder.pictures.mask import _drawn, mask_picture
from tests.support.checked import assert_all_pass, findings, reference

EXERCISE = "masks"


def wrong_causal(kernel_size: int, mask_type: str) -> torch.Tensor:
    right: torch.Tensor = reference()["causal_mask"](kernel_size, mask_type)
    return right.T


def test_a_visible_check_shows_the_mask_beside_the_one_asked_for() -> None:
    found = findings(EXERCISE, {**reference(), "causal_mask": wrong_causal})["causal_by_hand"]
    assert found.picture is not None
    assert "Yours: 1 1 0 / 1 0 0 / 1 0 0. Expected: 1 1 1 / 1 0 0 / 0 0 0." in found.picture.alt
    assert "row 0, column 2 should be shown" in found.picture.alt


def test_hidden_checks_show_no_picture() -> None:
    def causal_mask(kernel_size: int, mask_type: str) -> torch.Tensor:
        right: torch.Tensor = reference()["causal_mask"](kernel_size, mask_type)
        return right if kernel_size == 3 else right.T

    found = findings(EXERCISE, {**reference(), "causal_mask": causal_mask})
    assert found["causal_sizes"].outcome == "failed"
    assert "transposed" in found["causal_sizes"].message
    assert all(f.picture is None for f in found.values() if not f.visible)


@pytest.mark.parametrize("size", [1, 3, 12])
@pytest.mark.slow
def test_the_picture_is_small_and_the_same_each_time(size: int) -> None:
    got, want = torch.ones(size, size), torch.zeros(size, size)
    first = mask_picture(got, want, title="channel_mask(…)")
    _drawn.cache_clear()
    second = mask_picture(got, want, title="channel_mask(…)")
    assert first == second
    assert len(first.png) < 60_000
    height, width, _ = imread(BytesIO(first.png)).shape
    assert height < 700 and width < 1200


def test_a_mask_that_cannot_be_filled_is_no_failure() -> None:
    def channel_mask(*args: Any, **kwargs: Any) -> torch.Tensor:
        right: torch.Tensor = reference()["channel_mask"](*args, **kwargs)
        return right.requires_grad_()

    assert_all_pass(findings(EXERCISE, {**reference(), "channel_mask": channel_mask}))


@pytest.mark.parametrize("kind", ["A", "B"])
@pytest.mark.parametrize("size", [1, 3, 5, 7])
def test_slips_keep_the_shape_of_the_mask(size: int, kind: str) -> None:
    names = reference()
    for name, slips in (
        ("causal_mask", causal_slips),
        ("vertical_mask", vertical_slips),
        ("horizontal_mask", horizontal_slips),
    ):
        mask = names[name](size, kind)
        assert {wrong.shape for wrong in slips(mask).values()} == {mask.shape}
    mask = names["channel_mask"](6, 4, size, kind, 2)
    assert {wrong.shape for wrong in channel_slips(mask, 2).values()} == {mask.shape}


def swapped(name: str) -> Any:
    """Return a mask's function with types A and B confused."""
    right = reference()[name]
    return lambda kernel_size, mask_type: right(
        kernel_size, {"A": "B", "B": "A"}.get(mask_type, mask_type)
    )


def test_types_that_are_swapped_everywhere_cost_once() -> None:
    names = ("causal_mask", "vertical_mask", "horizontal_mask")
    found = findings(EXERCISE, {**reference(), **{name: swapped(name) for name in names}})
    assert found["causal_by_hand"].outcome == "failed"
    for name in ("vertical", "horizontal"):
        for asked in ("by_hand", "sizes", "contract"):
            assert found[f"{name}_{asked}"].outcome == "passed", (name, asked)
        assert "One mistake costs once" in found[f"{name}_by_hand"].message


def test_a_mistake_that_causal_mask_has_not_costs_where_it_is() -> None:
    found = findings(EXERCISE, {**reference(), "vertical_mask": swapped("vertical_mask")})
    assert found["causal_by_hand"].outcome == "passed"
    assert found["vertical_by_hand"].outcome == "failed"


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_the_same_nonsense_everywhere_earns_nothing(value: float) -> None:
    def square(kernel_size: int, mask_type: str) -> torch.Tensor:
        return torch.full((kernel_size, kernel_size), value)

    def row(kernel_size: int, mask_type: str) -> torch.Tensor:
        return torch.full((1, kernel_size), value)

    wrong = {"causal_mask": square, "vertical_mask": square, "horizontal_mask": row}
    found = findings(EXERCISE, {**reference(), **wrong})
    for name in ("causal", "vertical", "horizontal"):
        assert found[f"{name}_by_hand"].outcome == "failed", name
