"""Models that know some examples: they find each, keep what they are asked, and refuse others."""

from typing import Any

import pytest
import torch
from torch import Tensor

from autograder.checking.models.played import ROWS_AT_ONCE, Known, PlayedTable, windows
from autograder.checking.student import Expect, Failed, Student
from autograder.selfcheck.local import LocalTransport

EXAMPLES = torch.tensor([[0.0, 0, 1], [1, 1, 0], [0, 1, 1], [1, 0, 0]])
KNOWN = Known(EXAMPLES, "Another shape.", "Not known.")


def table(method: str = "log_prob") -> PlayedTable:
    return PlayedTable(KNOWN, torch.tensor([-1.0, -2.0, -3.0, -4.0]).double(), method)


def test_each_example_is_found_however_many_there_are() -> None:
    which = torch.randint(4, (2, ROWS_AT_ONCE), generator=torch.Generator().manual_seed(0))
    assert torch.equal(KNOWN.which(EXAMPLES[which]), which)
    assert torch.equal(KNOWN.which(EXAMPLES.half()), torch.arange(4))
    images = Known(EXAMPLES[:, :2].reshape(4, 1, 1, 2), "", "")
    assert torch.equal(images.which(images.examples), torch.arange(4))


@pytest.mark.parametrize(
    ("x", "words"),
    [
        (EXAMPLES[:, :2], "Another shape"),
        (EXAMPLES[0], "Another shape"),
        (EXAMPLES.unsqueeze(0), "Another shape"),
        (torch.ones(1, 3), "Not known"),
        (EXAMPLES / 2, "Not known"),
        (EXAMPLES.log(), "Not known"),
    ],
)
def test_what_is_not_known_is_refused(x: Tensor, words: str) -> None:
    played = table()
    with pytest.raises(Failed, match=words):
        played.answer(x)
    assert not played.asked


def test_a_table_is_asked_by_its_method_and_keeps_the_batches() -> None:
    def report(model: Any, rows: Tensor) -> Tensor:
        return -torch.cat([model.log_prob(part) for part in torch.split(rows, 3)])

    played = table()
    student = Student(LocalTransport({"report": report}))
    got = student.call("report", played.oracle(), EXAMPLES, expect=Expect((4,)))
    assert got.tolist() == [1, 2, 3, 4] and got.dtype == EXAMPLES.dtype
    assert [batch.tolist() for batch in played.asked] == [[0, 1, 2], [3]]


def test_windows_are_the_sound_readings_of_calls() -> None:
    assert [list(w) for w in windows([1, 2, 3])] == [[1, 2, 3], [1], [3], [2, 3], [1, 2]]
    assert [list(w) for w in windows([1])] == [[1], [1], [1]] and not list(windows([]))
