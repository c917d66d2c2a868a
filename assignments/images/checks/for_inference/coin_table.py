"""The table of a fair and a loaded coin, number by number, and what mistakes put into it."""

from collections.abc import Mapping

import torch

from autograder.text.i18n import said

from .tables import Asked, Ranks, Row, Rows

TRAIN = torch.tensor([[1.0, 1], [1, 0], [0, 0], [1, 1]]).view(4, 1, 1, 2)
TEST = torch.tensor([[1.0, 0], [0, 0]]).view(2, 1, 1, 2)
LOADED_FIRST: Ranks = {"loaded": 1, "fair": 2}
FAIR_FIRST: Ranks = {"loaded": 2, "fair": 1}
# Bits per dimension of one nat per image, which has two pixels; of three slips.
BITS, TOO_FEW, WHOLE, NATS = 0.7213475, 0.3465736, 1.4426950, 0.5


def _rows(loaded: tuple[float, float], fair: tuple[float, float]) -> Rows:
    """Return nats to train and to test on."""
    both = {"loaded": loaded, "fair": fair}
    return {name: {"train": row[0], "test": row[1]} for name, row in both.items()}


def _nat_slips() -> Mapping[str, Rows]:
    return {
        said("The mean over images, not their sum."): _rows((5.59729, 4.44657), (5.54518, 2.77259)),
        said("NLL is positive: the sign is turned round."): (
            _rows((-1.39932, -2.22328), (-1.38629, -1.38629))
        ),
        said("“train” and “test” are swapped."): _rows((2.22328, 1.39932), (1.38629, 1.38629)),
        said("Nats per image: divide by no number of dimensions."): (
            _rows((0.69966, 1.11164), (0.69315, 0.69315))
        ),
        said("These are bits, not nats."): _rows((2.01880, 3.20752), (2.0, 2.0)),
    }


def _made(key: str, row: Row) -> float:
    return BITS * row["test"] if key == "bits_per_dim" else row["test"] - row["train"]


def _made_slips(key: str, row: Row) -> Row:
    due = _made(key, row)
    if key == "gap":
        return {
            said("gap is test less train."): -due,
            said("gap has a sign: it is test less train."): abs(due),
            said("gap is in nats per image."): BITS * due,
        }
    return {
        said("bits_per_dim is of test."): BITS * row["train"],
        said("From nats to bits: divide by ln 2, too."): NATS * row["test"],
        said("Bits per dimension: divide by the number of dimensions, C·H·W."): WHOLE * row["test"],
        said("From nats to bits: divide by ln 2, do not multiply."): TOO_FEW * row["test"],
    }


def _rank_slips() -> Mapping[str, Ranks]:
    return {
        said("Ranks begin with 1."): {"loaded": 1, "fair": 0},
        said("Rank 1 has the lowest test NLL."): LOADED_FIRST,
    }


COIN_TABLE = Asked(
    _rows((1.39932, 2.22328), (1.38629, 1.38629)),
    _nat_slips,
    _made,
    _made_slips,
    lambda test: LOADED_FIRST if test["loaded"] < test["fair"] else FAIR_FIRST,
    _rank_slips,
)
