"""What hidden checks ask of `nll_table`: laws to compare, and what mistakes make of them."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.text.i18n import said

from .laws import Law
from .tables import Asked, Ranks, Row, Rows

HIDDEN = True

NAMES = ("made", "rnn", "bits", "gated")
COLOUR, NUM_VALUES = (3, 4, 2), 3
TRAIN, TEST = 130, 5  # more than usual batches: a mean of their means is another
MOST_TRIES = 200


@dataclass(frozen=True)
class Compared:
    """Laws by name, and images of whole numbers to train and to test on."""

    laws: Mapping[str, Law]
    train: Tensor
    test: Tensor

    def asked(self, nats: Rows | None = None) -> Asked:
        """Return the table that they make, or that other nats make."""
        return Asked(
            nats or self.nats(),
            self._nat_slips,
            self._made,
            self._made_slips,
            lambda test: _ranked(sorted(test, key=lambda name: test[name])),
            self._rank_slips,
        )

    def sets(self, dtype: torch.dtype) -> dict[str, Tensor]:
        """Return the images as the models take them, by what each set is called."""
        law = next(iter(self.laws.values()))
        return {"train": law.images(self.train, dtype), "test": law.images(self.test, dtype)}

    def nats(self) -> Rows:
        """Return the mean NLL of each law on both sets."""
        return {
            name: {"train": _mean_nll(law, self.train), "test": _mean_nll(law, self.test)}
            for name, law in self.laws.items()
        }

    def by(self, key: str) -> list[str]:
        """Return the names, the lowest NLL on a set first."""
        nats = self.nats()
        return sorted(nats, key=lambda name: nats[name][key])

    def places(self) -> list[str]:
        """Return the names so that each one's rank is the place of who has that rank by test."""
        places = [NAMES.index(name) for name in self.by("test")]
        return [name for _, name in sorted(zip(places, NAMES, strict=True))]

    @property
    def _dims(self) -> int:
        return self.train[0].numel()

    def _nat_slips(self) -> Mapping[str, Rows]:
        counts, other = {"train": TRAIN, "test": TEST}, {"train": "test", "test": "train"}

        def changed(change: Callable[[Row, str], float]) -> Rows:
            return {
                name: {key: change(row, key) for key in counts} for name, row in self.nats().items()
            }

        return {
            said("The mean over images, not their sum."): changed(
                lambda row, key: row[key] * counts[key]
            ),
            said("NLL is positive: the sign is turned round."): changed(lambda row, key: -row[key]),
            said("“train” and “test” are swapped."): changed(lambda row, key: row[other[key]]),
            said("Nats per image: divide by no number of dimensions."): (
                changed(lambda row, key: row[key] / self._dims)
            ),
            said("These are bits, not nats."): changed(lambda row, key: row[key] / math.log(2)),
        }

    def _made(self, key: str, row: Row) -> float:
        if key == "gap":
            return row["test"] - row["train"]
        return row["test"] / (self._dims * math.log(2))

    def _made_slips(self, key: str, row: Row) -> Row:
        due, bit = self._made(key, row), math.log(2)
        if key == "gap":
            return {
                said("gap is test less train."): -due,
                said("gap has a sign: it is test less train."): abs(due),
                said("gap is in nats per image."): due / self._dims / bit,
            }
        return {
            said("bits_per_dim is of test."): row["train"] / self._dims / bit,
            said("From nats to bits: divide by ln 2, too."): due * bit,
            said("Bits per dimension: divide by the number of dimensions, C·H·W."): due
            * self._dims,
            said("From nats to bits: divide by ln 2, do not multiply."): due * bit * bit,
            said("Divide by the number of dimensions, not of pixels."): due * COLOUR[0],
        }

    def _rank_slips(self) -> Mapping[str, Ranks]:
        by_test = self.by("test")
        names = said("Ranks come from the test NLL, not from the order of the names.")
        return {
            said("Ranks begin with 1."): {name: place for place, name in enumerate(by_test)},
            said("Rank 1 has the lowest test NLL."): _ranked(by_test[::-1]),
            said("Rank by test, not by train."): _ranked(self.by("train")),
            names: _ranked(list(NAMES)),
            said("Ranks come from the test NLL, not from the alphabet."): _ranked(sorted(NAMES)),
            said("argsort says who is at each rank, not the rank of each."): _ranked(self.places()),
        }


def drawn_table(ctx: Context) -> Compared:
    """Draw four laws that rank one way by test, and otherwise by train and by name."""
    for _ in range(MOST_TRIES):
        laws = {name: Law.drawn(ctx, NUM_VALUES, COLOUR) for name in NAMES}
        values = laws[NAMES[0]].draw(ctx, TRAIN + TEST)
        table = Compared(laws, values[:TRAIN], values[TRAIN:])
        others = table.by("train"), sorted(NAMES), list(NAMES), table.places()
        if table.by("test") not in others:
            return table
    raise RuntimeError("no table was found whose orders differ: draw other laws")


def _mean_nll(law: Law, values: Tensor) -> float:
    return -float(law.log_probs(values).sum((1, 2, 3)).mean())


def _ranked(names: Sequence[str]) -> Ranks:
    return {name: place for place, name in enumerate(names, 1)}
