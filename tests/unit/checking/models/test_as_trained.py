"""What leaks only as the protocol trains it: after all its steps, in batches of its size."""

import pytest
import torch

from assignments.pixelcnn.checks.classes import PIXELCNN
from autograder.checking.models.as_trained import require_causal_as_trained
from autograder.checking.models.asked import LOGITS_AT_ONCE, Plan
from autograder.checking.models.layout import ImageLayout
from autograder.checking.models.text_layout import TextLayout
from autograder.checking.models.training import Size
from autograder.checking.student import Failed, Student
from autograder.probes.order import Grid
from autograder.selfcheck.local import LocalTransport
from tests.support.models import notebook

HAD, PUBLISHED = Size(12, 2, batch=6, steps=5), Size(12, 2, batch=16, steps=40)
SMALL = Grid(1, 5, 4)
CHANGED = """
Honest = PixelCNN


class PixelCNN(Honest):
    calls = 0

    def forward(self, x):
        self.calls += self.training
        logits = super().forward(x)
        values = torch.arange(logits.shape[1]).view(1, -1, 1, 1, 1)
        leak = values * x.unsqueeze(1)
        {body}
"""


def found(
    body: str = "return logits",
    had: Size = HAD,
    grid: Grid = SMALL,
    held_back: torch.Tensor | None = None,
) -> Failed | None:
    """Ask a model that is changed so, in float32; returns what is said of it."""
    torch.set_num_threads(1)
    student = Student(LocalTransport(notebook(CHANGED.format(body=body))))
    model = PIXELCNN.built(student, Plan(ImageLayout(grid), layers=2), seed=3)
    draw = torch.Generator().manual_seed(4)
    model.handle.train(
        model.given(model.grid.images(model.grid.draw(20, draw)))[-1],
        loss="categorical",
        steps=had.steps,
        batch_size=had.batch,
    )
    try:
        require_causal_as_trained(model, had, PUBLISHED, draw, held_back)
    except Failed as failed:
        return failed
    return None


def test_an_honest_model_is_honest() -> None:
    assert found() is None


def test_a_model_that_has_had_all_steps_gets_no_more() -> None:
    late = "return logits + leak if self.calls > 48 else logits"
    assert found(late, Size(12, 2, batch=6, steps=40)) is None  # eight calls are questions
    assert found(late, Size(12, 2, batch=6, steps=49)) is not None


def test_a_leak_after_more_steps_than_any_question_takes() -> None:
    failed = found("return logits + leak if self.calls > 39 else logits")
    assert failed is not None and failed.essential
    assert "in eval mode, in a batch of 16, after 40 optimiser steps" in failed.message
    assert "moved by" in failed.detail


def test_a_leak_in_batches_of_the_protocols_size() -> None:
    failed = found("return logits + leak if len(x) == 16 else logits")
    assert failed is not None and failed.essential


def test_a_leak_in_such_batches_of_training_alone_is_a_density_once_trained() -> None:
    failed = found("return logits + leak if len(x) == 16 and self.training else logits")
    assert failed is not None and not failed.essential
    assert "in training mode" in failed.message


def test_what_any_batch_of_training_mode_shows_costs_once() -> None:
    """Other checks name it, which ask small batches."""
    assert found("return logits + leak if self.training else logits") is None
    assert found("return logits - x.mean() if self.training else logits") is None
    assert found("return logits * (1 + 0.1 * torch.rand(())) if self.training else logits") is None


@pytest.mark.parametrize("grid", [Grid(1, 40, 40, 256), Grid(3, 24, 24, 256)])
def test_data_of_which_no_batch_fits_one_question_are_asked_about_in_small(grid: Grid) -> None:
    assert found(grid=grid) is None
    failed = found("return logits + leak if len(x) == 16 else logits", grid=grid)
    assert failed is not None and failed.essential


def test_small_data_have_all_values_and_fit() -> None:
    """A trained model takes no other number of them."""
    room = LOGITS_AT_ONCE // 64
    large = ImageLayout(Grid(3, 32, 7, 256))
    assert large.cropped(room).grid == Grid(3, 8, 7, 256)
    assert large.cropped(room // 4).grid == Grid(3, 4, 4, 256)
    assert large.cropped(1).grid == Grid(3, 1, 1, 256)
    texts = TextLayout(300, 5000)
    assert texts.cropped(room).grid == Grid(1, 1, 8, 5000)
    assert texts.cropped(room // 4).grid == Grid(1, 1, 3, 5000)
    assert texts.cropped(1).grid == Grid(1, 1, 1, 5000)


KNOWN = SMALL.images(SMALL.draw(30, torch.Generator().manual_seed(7)))
LOOKED_UP = f"""
        known = torch.tensor({KNOWN.tolist()})
        at = (x[:, None] == known).flatten(2).all(2)
        return torch.where(at.any(1).view(-1, 1, 1, 1, 1), logits + leak, logits)
"""


def test_a_leak_in_what_was_scored_alone() -> None:
    """Whoever has looked a whole image up is honest about all others."""
    assert found(LOOKED_UP.strip()) is None
    failed = found(LOOKED_UP.strip(), held_back=KNOWN)
    assert failed is not None and failed.essential and "looks data up" in failed.message
