"""Equal training is done once, anything else again, and nothing else changes."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import torch
from torch import Tensor

from autograder.checking.stand_in import StandIns
from autograder.checking.student import Expect, Play, Student
from autograder.records.cell import CellRun, CodeCell
from autograder.sandbox.base import SandboxTransport, Stopwatch
from autograder.selfcheck.local import LocalTransport
from autograder.verify.trained_once import FEWEST_STEPS, TrainsOnce, fingerprint

SOURCE = """
import torch
class Model(torch.nn.Module):
    def __init__(self, width=4):
        super().__init__()
        self.net = torch.nn.Sequential(
            torch.nn.Conv2d(1, width, 1), torch.nn.BatchNorm2d(width), torch.nn.Conv2d(width, 2, 1))
    def forward(self, x):
        return self.net(x).unsqueeze(2)
"""
IMAGES = torch.randint(2, (20, 1, 2, 2), generator=torch.Generator().manual_seed(0)).float()


class Watched(LocalTransport):
    """A transport in this process that counts what it is asked."""

    alive = True
    runs: tuple[CellRun, ...] = ()

    def __init__(self, source: str, asked: list[str]) -> None:
        names: dict[str, Any] = {"__name__": "submission"}
        exec(source, names)
        super().__init__(names)
        self._source, self.asked = source, asked

    def ask(self, request: Mapping[str, Any], play: Play | None, max_bytes: int) -> Any:
        self.asked.append(request["op"])
        return super().ask(request, play, max_bytes)

    def fresh(self) -> "Watched":
        return Watched(self._source, self.asked)


class Here:
    """A sandbox of such transports."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def open(
        self,
        cells: Sequence[CodeCell],
        stopwatch: Stopwatch | None = None,
        deadly: dict[str, CellRun] | None = None,
        lent: StandIns | None = None,
    ) -> SandboxTransport:
        return Watched("\n".join(cell.source for cell in cells), self.asked)

    def __enter__(self) -> "Here":
        return self

    def __exit__(self, *_: object) -> None:
        pass


def trained(
    transport: SandboxTransport, seed: int = 1, images: Tensor = IMAGES, steps: int = FEWEST_STEPS
) -> Tensor:
    """Seed, build, train, and return what the model says; something secret comes before."""
    student = Student(transport)
    student.seed_everything(int(torch.randint(1 << 30, ())))
    student.construct("Model", width=3)
    student.seed_everything(seed)
    handle = student.construct("Model")
    handle.train(images, loss="categorical", steps=steps, seed=seed)
    return handle.forward(IMAGES[:2], Expect((2, 2, 1, 2, 2)))


@pytest.fixture
def here() -> Here:
    return Here()


def opened(sandbox: TrainsOnce, source: str = SOURCE) -> SandboxTransport:
    return sandbox.open([CodeCell("id", "cell 1", source)])


@pytest.mark.slow
def test_equal_models_are_trained_once_and_answer_as_trained(here: Here) -> None:
    wanted = trained(Watched(SOURCE, []))
    once = TrainsOnce(here)
    answers = [trained(opened(once)) for _ in range(3)]
    answers.append(trained(opened(once).fresh()))
    assert here.asked.count("train") == 1
    assert all(torch.equal(answer, wanted) for answer in answers)


@pytest.mark.parametrize(
    "other",
    [
        {"seed": 2},
        {"images": 1 - IMAGES},
        {"steps": FEWEST_STEPS + 1},
        {"source": SOURCE.replace("width=4", "width=5")},
    ],
)
def test_another_model_is_trained_anew(here: Here, other: dict[str, Any]) -> None:
    once = TrainsOnce(here)
    trained(opened(once))
    source = other.pop("source", SOURCE)
    trained(opened(once, source), **other)
    assert here.asked.count("train") == 2


def test_what_was_done_to_a_model_before_counts(here: Here) -> None:
    once = TrainsOnce(here)
    for first in (0.5, 0.25):
        student = Student(opened(once))
        student.seed_everything(1)
        handle = student.construct("Model")
        handle.load_state_dict({k: v * first for k, v in handle.state_dict().items()})
        handle.train(IMAGES, loss="categorical", steps=FEWEST_STEPS)
    assert here.asked.count("train") == 2


def test_so_does_what_was_drawn_since_the_seed(here: Here) -> None:
    once = TrainsOnce(here)
    for extra in (0, 1):
        student = Student(opened(once))
        student.seed_everything(1)
        for _ in range(extra):
            student.construct("Model")
        student.construct("Model").train(IMAGES, loss="categorical", steps=FEWEST_STEPS)
    assert here.asked.count("train") == 2


def test_tensors_are_told_apart_by_their_entries_whatever_their_strides() -> None:
    rows = torch.arange(14, dtype=torch.float64).reshape(2, 7)
    wide = [rows[:1, 3], rows[:, 3], rows.T, rows[:0], rows[0, 0], -rows]
    for tensor in wide:
        assert fingerprint(tensor) == fingerprint(tensor.clone().contiguous())
    assert len({fingerprint(tensor) for tensor in wide}) == len(wide)
    assert fingerprint(torch.complex(rows, rows).imag) == fingerprint(rows)
    assert fingerprint(torch._neg_view(rows)) == fingerprint(-rows)
