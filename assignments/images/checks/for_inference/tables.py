"""Judging `nll_table`: which column is wrong, and by which mistake."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from autograder.checking.compare import named_mistake
from autograder.checking.ratio import unit_off
from autograder.checking.reply import as_float
from autograder.checking.scales import Scales
from autograder.checking.student import Failed
from autograder.checking.transport import WrongForm
from autograder.text.i18n import as_said, listed, said

FLOATS = ("train", "test", "bits_per_dim", "gap")
# What one check asks about: a column that is wrong leaves the others their points.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "nats": ("train", "test"),
    "bits": ("bits_per_dim",),
    "gaps": ("gap",),
    "ranks": ("rank",),
}
KEY_COUNT = 5
CLOSE = 1e-4
Row = Mapping[str, float]
Rows = Mapping[str, Row]
Ranks = Mapping[str, int]
KEYS = said(
    'A dict for each name: "train", "test", "bits_per_dim" and "gap" are floats, "rank" is an int.'
)


@dataclass(frozen=True)
class Asked:
    """A table that is asked for, by name.

    `nats`, the right ones; `nat_slips`, those of mistakes. All else follows from nats, those of a
    row, `made` and `made_slips` of a column; or from all test NLLs, `ranks`. So what is made of
    wrong nats can still be right.
    """

    nats: Rows
    nat_slips: Callable[[], Mapping[str, Rows]]
    made: Callable[[str, Row], float]
    made_slips: Callable[[str, Row], Row]
    ranks: Callable[[Row], Ranks]
    rank_slips: Callable[[], Mapping[str, Ranks]]


def require_column(column: str, answer: object, asked: Asked, scales: Scales) -> None:
    """Raise Failed unless the column of a table is right; names the first mistake that it finds.

    What is made of the nats may be made of the table's own: wrong ones cost points once.
    """
    table = _table_of(answer, asked.nats, COLUMNS[column])
    if column == "ranks":
        _require_ranks(table, asked)
        return
    for key in COLUMNS[column]:
        for name in asked.nats:
            got = as_float(table[name][key])
            if column == "nats":
                _require_nats(name, key, got, asked, scales)
            else:
                _require_made(key, got, [asked.nats[name], _own(table[name])], asked)


def _table_of(answer: object, names: Rows, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    if not isinstance(answer, dict) or set(answer) != set(names):
        raise WrongForm(said("A dict with one entry for each name of `models` was asked for."))
    for row in answer.values():
        # A key of another name costs the points of its own column alone.
        if not isinstance(row, dict) or not set(keys) <= set(row) or len(row) > KEY_COUNT:
            raise WrongForm(KEYS)
        if any(type(row[key]) is not float for key in keys if key in FLOATS):
            raise WrongForm(listed([said("A float was asked for."), KEYS]))
        if "rank" in keys and type(row["rank"]) is not int:
            raise WrongForm(listed([said("An int was asked for."), KEYS]))
    return answer


def _own(row: Mapping[str, Any]) -> Row:
    """Return the nats of a table's own row, NaN where there is no number."""
    return {key: row[key] if type(row.get(key)) is float else math.nan for key in COLUMNS["nats"]}


def _require_nats(name: str, key: str, got: float, asked: Asked, scales: Scales) -> None:
    due = asked.nats[name][key]
    allowed, yours = CLOSE * (1 + abs(due)), scales.corrected("nll_table", _cell(got))
    if abs(float(yours) - due) <= allowed:
        return
    slips = {text: rows[name][key] for text, rows in asked.nat_slips().items()}
    told = _named(float(yours), due, slips, allowed)
    # Numbers of no known mistake are no likelihoods: what is made of them means nothing, either.
    raise Failed(
        told or said("The numbers of “{key}” are others.", key=key),
        detail=_compared(float(yours), due),
        scale=unit_off("nll_table", yours, _cell(due), allowed),
        essential=not told,
    )


def _require_made(key: str, got: float, nats: Sequence[Row], asked: Asked) -> None:
    """Raise Failed unless a cell is what the nats of one of these rows make it."""
    made = [asked.made(key, row) for row in nats]
    if any(abs(got - due) <= CLOSE * (1 + abs(due)) for due in made):
        return
    own = -1 if math.isfinite(made[-1]) else 0
    due, slips = made[own], asked.made_slips(key, nats[own])
    told = _named(got, due, slips, CLOSE * (1 + abs(due)))
    told = told or said("The numbers of “{key}” are others.", key=key)
    raise Failed(told, detail=_compared(got, due), essential=False)


def _require_ranks(table: Mapping[str, Mapping[str, Any]], asked: Asked) -> None:
    """Raise Failed unless the ranks are by the true test NLL, or by the table's own."""
    ranks = {name: table[name]["rank"] for name in asked.nats}
    for nats in (asked.nats, {name: _own(table[name]) for name in asked.nats}):
        if ranks == asked.ranks({name: row["test"] for name, row in nats.items()}):
            return
    told = [as_said(text) for text, wrong in asked.rank_slips().items() if ranks == wrong]
    other = said("Rank 1 has the lowest test NLL, rank 2 the next one.")
    raise Failed(told[0] if told else other, essential=False)


def _named(got: float, due: float, slips: Row, allowed: float) -> str:
    named: dict[str, Tensor] = {as_said(text): _cell(one) for text, one in slips.items()}
    return named_mistake(_cell(got), _cell(due), named, allowed)


def _cell(number: float) -> Tensor:
    return torch.tensor(number, dtype=torch.float64)


def _compared(got: float, due: float) -> str:
    yours, expected = f"{got:.6g}", f"{due:.6g}"
    return said("Yours: {yours}. Expected: {expected}.", yours=yours, expected=expected)
