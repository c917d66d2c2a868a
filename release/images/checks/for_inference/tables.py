"""Judging `nll_table`: which cell is wrong, and by which mistake."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import torch

from autograder.checking.compare import named_mistake
from autograder.checking.ratio import unit_off
from autograder.checking.reply import as_float
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Failed
from autograder.checking.transport import WrongForm
from autograder.text.i18n import as_said, listed, said

FLOATS = ("train", "test", "bits_per_dim", "gap")
CLOSE = 1e-4
Rows = Mapping[str, Mapping[str, float]]
KEYS = said(
    'A dict for each name: "train", "test", "bits_per_dim" and "gap" are floats, "rank" is an int.'
)


@dataclass(frozen=True)
class Sets:
    """How many images there are to train and to test on, and how many dimensions one has."""

    train: int
    test: int
    dims: int

    @classmethod
    def of(cls, train: torch.Tensor, test: torch.Tensor) -> "Sets":
        """Count images (N, C, H, W)."""
        return cls(len(train), len(test), train[0].numel())


def require_table(answer: object, want: Rows, sets: Sets) -> None:
    """Raise Failed unless a table has these rows; names the first mistake that it finds."""
    table = _table_of(answer, want)
    for key in FLOATS:
        for name, row in want.items():
            _require_cell(key, as_float(table[name][key]), row, sets)
    ranks = {name: table[name]["rank"] for name in want}
    if ranks != {name: row["rank"] for name, row in want.items()}:
        raise Failed(_told_of_ranks(ranks, want))


def _table_of(answer: object, want: Rows) -> dict[str, dict[str, float]]:
    if not isinstance(answer, dict) or set(answer) != set(want):
        raise WrongForm(said("A dict with one entry for each name of `models` was asked for."))
    for row in answer.values():
        if not isinstance(row, dict) or set(row) != {*FLOATS, "rank"}:
            raise WrongForm(KEYS)
        if any(type(row[key]) is not float for key in FLOATS):
            raise WrongForm(listed([said("A float was asked for."), KEYS]))
        if type(row["rank"]) is not int:
            raise WrongForm(listed([said("An int was asked for."), KEYS]))
    return answer


def _require_cell(key: str, got: float, row: Mapping[str, float], sets: Sets) -> None:
    due, allowed = row[key], CLOSE * (1 + abs(row[key]))
    if abs(got - due) <= allowed:
        return
    yours, right = (torch.tensor(one, dtype=torch.float64) for one in (got, due))
    named: dict[str, torch.Tensor] = {
        as_said(text): one for text, one in _slips(key, row, sets).items()
    }
    told = named_mistake(yours, right, named, allowed)
    told = told or said("The numbers of “{key}” are others.", key=key)
    detail = said(
        "Yours: {yours}. Expected: {expected}.", yours=f"{got:.6g}", expected=f"{due:.6g}"
    )
    scale = unit_off("nll_table", yours, right, allowed)
    raise Failed(told, detail=detail, scale=scale if key in ("train", "test") else None)


def _slips(key: str, row: Mapping[str, float], sets: Sets) -> SlipAnswers:
    """Return what mistakes put into a cell."""
    bit, train, test = math.log(2), row["train"], row["test"]
    found: SlipAnswers = {}
    if key in ("train", "test"):
        count, other = (sets.train, test) if key == "train" else (sets.test, train)
        found = {
            "The mean over images, not their sum.": _cell(row[key] * count),
            "NLL is positive: the sign is turned round.": _cell(-row[key]),
            "“train” and “test” are swapped.": _cell(other),
            "Nats per image: divide by no number of dimensions.": _cell(row[key] / sets.dims),
            "These are bits, not nats.": _cell(row[key] / bit),
        }
    elif key == "bits_per_dim":
        found = {
            "bits_per_dim is of test.": _cell(train / sets.dims / bit),
            "From nats to bits: divide by ln 2.": _cell(test / sets.dims),
            "Bits per dimension: divide by D.": _cell(test / bit),
            "From nats to bits: divide by ln 2, do not multiply.": _cell(test / sets.dims * bit),
        }
    else:
        found = {
            "gap is test less train.": _cell(train - test),
            "gap has a sign: it is test less train.": _cell(abs(row[key])),
            "gap is in nats per image.": _cell(row[key] / sets.dims / bit),
        }
    return found


def _cell(number: float) -> torch.Tensor:
    return torch.tensor(number, dtype=torch.float64)


def _told_of_ranks(ranks: Mapping[str, float], want: Rows) -> str:
    by_test = sorted(want, key=lambda name: want[name]["test"])
    by_train = sorted(want, key=lambda name: want[name]["train"])
    if ranks == {name: place for place, name in enumerate(by_test)}:
        return said("Ranks begin with 1.")
    if ranks == _ranked(by_test[::-1]):
        return said("Rank 1 has the lowest test NLL.")
    if ranks == _ranked(by_train):
        return said("Rank by test, not by train.")
    if ranks in (_ranked(list(want)), _ranked(sorted(want))):
        return said("Ranks come from the test NLL, not from the order of the names.")
    return said("Rank 1 has the lowest test NLL, rank 2 the next one.")


def _ranked(names: list[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names, 1)}
