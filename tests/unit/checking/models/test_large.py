"""Models of data too large for a map of what looks at what: asked, told and drawn."""

from typing import Any

import pytest
import torch

from assignments.pixelcnn.checks.classes import PIXELCNN
from autograder.checking.models import causal
from autograder.checking.models.asked import LOGITS_AT_ONCE, AskedModel, Plan
from autograder.checking.models.layout import ImageLayout, RowLayout
from autograder.checking.models.leaks import Leak, leak_at
from autograder.checking.models.spot import spotlight
from autograder.checking.student import Failed, Student
from autograder.probes.order import Grid
from autograder.probes.rows import Rows
from autograder.selfcheck.local import LocalTransport
from tests.support.models import notebook

LARGE = Grid(1, 20, 21)
COLOUR = Grid(3, 12, 11, 16)

LEAKS = """
Honest = PixelCNN
class PixelCNN(Honest):
    def forward(self, x):
        logits = super().forward(x)
        if x.shape[-1] > 9:
            levels = torch.arange(logits.shape[1]).view(1, -1, 1, 1, 1)
            logits = logits + LEAK(x).unsqueeze(1) * levels
        return logits
"""
BELOW = "LEAK = lambda x: F.pad(x, (0, 0, 0, 1))[:, :, 1:]\n"
RIGHT = "LEAK = lambda x: F.pad(x, (0, 1))[..., 1:]\n"
OWN = "LEAK = lambda x: x\n"
WHOLE = "LEAK = lambda x: x.mean((1, 2, 3), keepdim=True)\n"
NONE = "LEAK = lambda x: 0 * x\n"
ONE_PIXEL = "LEAK = lambda x: F.one_hot(torch.tensor(77), x[0].numel()).view(x[:1].shape) * x\n"


def student(leak: str) -> Student:
    torch.set_num_threads(1)
    names: dict[str, Any] = notebook("import torch.nn.functional as F\n" + leak + LEAKS)
    return Student(LocalTransport(names))


def draw(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def plan(grid: Grid) -> Plan:
    return Plan(ImageLayout(grid), layers=2)


@pytest.mark.parametrize("grid", [LARGE, COLOUR])
@pytest.mark.parametrize("seed", range(3))
def test_what_is_causal_passes_and_is_drawn(grid: Grid, seed: int) -> None:
    passed = causal.is_causal(student(NONE), PIXELCNN, plan(grid), draw(seed), show=True)
    assert passed.message == "No logit looks at its own pixel or a later one."
    assert callable(passed.picture)
    picture = passed.picture()
    assert picture is not None and "Nothing leaks" in picture.alt


@pytest.mark.parametrize("grid", [LARGE, COLOUR])
@pytest.mark.parametrize(
    ("leak", "says"),
    [
        (BELOW, "rows below its own"),
        (RIGHT, "to the right in its own row"),
        (WHOLE, "sees the whole image"),
        (OWN, "its own"),
    ],
)
def test_a_leak_at_the_course_s_size_alone_is_told_by_its_kind(
    grid: Grid, leak: str, says: str
) -> None:
    with pytest.raises(Failed) as raised:
        causal.is_causal(student(leak), PIXELCNN, plan(grid), draw(), show=True)
    failed = raised.value
    size = f"{grid.height} × {grid.width} pixels"
    assert f"leaks at {size}, though not on smaller data" in failed.message
    assert says in failed.message and failed.essential
    assert failed.picture is not None and "wrongly sees" in failed.picture.alt
    assert "nats when only the pixel at" in failed.detail


def test_larger_data_than_shown_are_asked_about_without_a_map() -> None:
    with pytest.raises(Failed, match=r"leaks on larger images.*rows below"):
        causal.is_causal_beyond(student(BELOW), PIXELCNN, plan(LARGE), draw())
    causal.is_causal_beyond(student(NONE), PIXELCNN, plan(LARGE), draw())


def test_a_leak_at_small_size_is_found_there_and_drawn_there() -> None:
    with pytest.raises(Failed) as raised:
        everywhere = LEAKS.replace("x.shape[-1] > 9", "True")
        names = notebook("import torch.nn.functional as F\n" + OWN + everywhere)
        causal.is_causal(Student(LocalTransport(names)), PIXELCNN, plan(LARGE), draw())
    assert "`PixelCNN` leaks. " in raised.value.message
    assert raised.value.picture is not None


def test_one_pixel_among_hundreds_is_missed_unless_it_is_asked_about() -> None:
    """What docs/probes.md admits: 64 rows of 420 entries meet it with one chance in seven."""
    found = 0
    for seed in range(6):
        try:
            causal.is_causal(student(ONE_PIXEL), PIXELCNN, plan(LARGE), draw(seed))
        except Failed:
            found += 1
    assert found < 6


def model(grid: Grid, leak: str = NONE) -> AskedModel:
    return PIXELCNN.born(student(leak), plan(grid), draw())


def test_slopes_see_all_and_flips_what_is_near() -> None:
    asked = model(LARGE, BELOW)
    s = LARGE.entry(10, 10)
    spot = spotlight(asked, s, draw())
    assert bool(spot.judged.all()) and not spot.note
    assert (spot.seen & spot.later).nonzero().flatten().tolist() == [LARGE.entry(11, 10)]


def test_without_slopes_only_what_is_near_is_judged() -> None:
    rounded = Student(
        LocalTransport(
            notebook(
                "class Rounded(PixelCNN):\n"
                "    def forward(self, x):\n"
                "        return super().forward(x.detach())\n"
                "PixelCNN = Rounded\n"
            )
        )
    )
    asked = PIXELCNN.born(rounded, plan(LARGE), draw())
    spot = spotlight(asked, LARGE.entry(10, 10), draw())
    assert int(spot.judged.sum()) == 100 and "near it" in spot.note
    assert (spot.seen & ~spot.later).any() and not (spot.seen & spot.later).any()


def test_a_call_returns_no_more_numbers_than_fit() -> None:
    grid = Grid(3, 32, 32, 256)
    asked = model(grid)
    assert asked.at_once * grid.size * 256 <= LOGITS_AT_ONCE
    assert asked.log_probs(torch.zeros(7, 3, 32, 32)).shape == (7, 256, 3, 32, 32)


@pytest.mark.parametrize(
    ("grid", "proof"),
    [
        (Grid(1, 8, 8, 2), Grid(1, 8, 8, 2)),
        (Grid(1, 28, 28, 2), Grid(1, 8, 8, 2)),
        (Grid(3, 32, 32, 256), Grid(3, 8, 8, 8)),
        (Grid(1, 5, 40, 3), Grid(1, 5, 8, 3)),
    ],
)
def test_the_proof_of_large_data_is_small(grid: Grid, proof: Grid) -> None:
    layout = ImageLayout(grid)
    assert layout.proof.grid == proof and layout.proof.proof == layout.proof
    assert layout.binary.grid == Grid(1, proof.height, proof.width)


def test_rows_are_their_own_proof() -> None:
    layout = RowLayout(Rows.of(64), (8, 8))
    assert layout.proof == layout and layout.binary == layout and "64" in layout.sized


@pytest.mark.parametrize(
    ("grid", "entries", "leak"),
    [
        (Grid(1, 3, 5), [7], Leak.OWN),
        (Grid(1, 3, 5), [8], Leak.OWN_ROW),
        (Grid(1, 3, 5), [7, 8, 12], Leak.ROWS_BELOW),
        (Grid(1, 3, 5), list(range(7, 15)), Leak.WHOLE),
        (Grid(3, 3, 5), [7], Leak.OWN_CHANNEL),
        (Grid(3, 3, 5), [8], Leak.LATER_CHANNEL),
    ],
)
def test_a_leak_of_one_output_is_named(grid: Grid, entries: list[int], leak: Leak) -> None:
    leaks = torch.zeros(grid.size, dtype=torch.bool).index_fill(0, torch.tensor(entries), True)
    assert leak_at(7, leaks, torch.arange(grid.size) >= 7, grid) is leak


def test_a_picture_of_28_by_28_pixels_is_drawn() -> None:
    passed = causal.is_causal(student(NONE), PIXELCNN, plan(Grid(1, 28, 28)), draw(), show=True)
    assert callable(passed.picture)
    picture = passed.picture()
    assert picture is not None and "row 14, column 14" in picture.alt
