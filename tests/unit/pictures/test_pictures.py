"""Pictures: small, the same bytes each time, with their conclusion in words."""

import io
import subprocess
import sys

import pytest
import torch
from PIL import Image

from autograder.pictures.bounds import Bounds, bounds
from autograder.pictures.mask import _drawn, mask_picture
from autograder.pictures.nll_error import Costs, nll_error
from autograder.pictures.receptive_field import Panel, receptive_field
from autograder.pictures.samples import samples


def panel(*, leak: bool = False, missed: bool = False) -> Panel:
    earlier = torch.arange(64).view(8, 8) < 36
    nothing = torch.zeros(8, 8, dtype=torch.bool)
    leaks, misses = nothing.clone(), nothing.clone()
    leaks[4, 4:], misses[3, 6:] = leak, missed
    return Panel(
        title="your PixelCNN",
        passed=not (leak or missed),
        pixel=(4, 4),
        strength=torch.rand(8, 8, generator=torch.Generator().manual_seed(0)),
        used=earlier & ~misses,
        leaks=leaks,
        missed=misses,
        sentence="What was found, in one sentence.",
    )


@pytest.mark.slow
def test_receptive_fields_are_small_and_the_same_each_time() -> None:
    panels = [panel(), panel(leak=True), panel(missed=True)]
    for chosen in ([panels[1]], panels[:2], panels):
        picture = receptive_field(chosen)
        assert picture == receptive_field(chosen)
        assert len(picture.png) < 60_000
        assert Image.open(io.BytesIO(picture.png)).format == "PNG"


def test_the_words_say_what_the_colours_say() -> None:
    alt = receptive_field([panel(leak=True)]).alt
    assert "wrongly sees (4, 4), (4, 5)" in alt and "wrong" in alt
    assert "misses (3, 6), (3, 7)" in receptive_field([panel(missed=True)]).alt
    assert "right: map" in receptive_field([panel()]).alt


def test_an_empty_map_can_be_drawn() -> None:
    blank = torch.zeros(1, 2)
    nothing = blank.bool()
    empty = Panel("none", False, (0, 0), blank, nothing, nothing, nothing, "It sees nothing.")
    assert receptive_field([empty]).png


@pytest.mark.slow
def test_samples_mark_what_is_wrong() -> None:
    for channels in (1, 3):
        images = torch.rand(8, channels, 4, 5, generator=torch.Generator().manual_seed(0))
        images[0, 0, 0, 0] = torch.nan
        wrong = images > 0.9
        wrong[0] = False
        wrong[0, 0, 2, 3] = True
        picture = samples(images, wrong, "Draws", "Why.", known=images < 0.3)
        assert picture == samples(images, wrong, "Draws", "Why.", known=images < 0.3)
        assert len(picture.png) < 60_000
        assert "image 0 at (row 2, column 3)" in picture.alt


@pytest.mark.slow
def test_pyplot_is_never_loaded() -> None:
    # Another test may have loaded it, so a process of its own is asked.
    code = "import sys, autograder.pictures.samples, autograder.pictures.receptive_field; " + (
        "sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.slow
def test_costs_and_masks_are_small_and_the_same_each_time() -> None:
    want = torch.rand(3, 4, generator=torch.Generator().manual_seed(0))
    labels = [f"pixel ({i}, 0)" for i in range(4)]
    for got in (want / 12, -want, want.round(), 0 * want):
        costs = Costs(want, got, 1.0, "RGB", labels, ["p = 0.25"] * 12, "dimension")
        picture = nll_error(costs, "What was found, in a sentence or two." * 5)
        assert picture == nll_error(costs, "What was found, in a sentence or two." * 5)
        assert len(picture.png) < 60_000
    mask = mask_picture(want.round(), 1 - want.round(), title="all wrong", sentence="Swapped.")
    _drawn.cache_clear()
    assert mask == mask_picture(
        want.round(), 1 - want.round(), title="all wrong", sentence="Swapped."
    )
    assert len(mask.png) < 60_000
    assert mask.alt.startswith("all wrong. Swapped. Yours: ")


@pytest.mark.slow
def test_bounds_are_small_and_say_where_the_order_breaks() -> None:
    due = [8.0, 7.0, 6.5]
    for yours, wrong in (
        (due, [False] * 3),
        ([8.0, 4.0, 7.0], [False, True, True]),
        ([float("nan"), float("-inf"), 1e9], [True] * 3),
    ):
        found = Bounds((1, 2, 4), yours, due, 6.0, wrong)
        picture = bounds(found, "Why.")
        assert picture == bounds(found, "Why.")
        assert len(picture.png) < 60_000
        broken = ", ".join(str(k) for k, bad in zip(found.counts, wrong, strict=True) if bad)
        said = f"breaks at K = {broken}." if broken else "It holds for every K."
        assert said in picture.alt and "Why." in picture.alt
