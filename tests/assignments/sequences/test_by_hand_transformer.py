"""The numbers that visible checks of `sequences/transformer` hold, computed again."""

import importlib
from collections.abc import Mapping
from itertools import combinations
from typing import Any

import pytest
import torch
from torch import Tensor

from autograder.course.loader import checks_for
from solutions.sequences import transformer
from tests.conftest import ROOT

CHECKS = ROOT / "assignments" / "sequences" / "checks"
SLIPS = {"COPIED_SLIPS": "COPIED", "PLACE_SLIPS": "PLACES", "HEAD_SLIPS": "HEADS"}
WEIGHTS = ("W_Q", "W_K", "W_V", "W_O")


@pytest.fixture(scope="module")
def by_hand() -> Mapping[str, Any]:
    """Return `for_transformer/by_hand.py` of the checks."""
    (one, *_) = [check for check in checks_for(CHECKS, "transformer") if check.visible]
    package = one.question.__module__.rpartition(".")[0]
    return vars(importlib.import_module(f"{package}.for_transformer.by_hand"))


def test_the_right_numbers(by_hand: Mapping[str, Any]) -> None:
    text, values = by_hand["TEXT"], by_hand["VALUES"]
    query, key, value, out = (by_hand[name] for name in WEIGHTS)
    heads = transformer.multi_head(by_hand["X"], query, key, value, out, 2)
    for found, want in (
        (transformer.influence(by_hand["copies"], text, values), by_hand["COPIED"]),
        (transformer.influence(by_hand["cheats"], text, values), by_hand["CHEATED"]),
        (transformer.positions(3, 4), by_hand["PLACES"]),
        (heads, by_hand["HEADS"]),
    ):
        torch.testing.assert_close(found, want, rtol=1e-6, atol=1e-6)


def test_what_mistakes_of_influence_answer(by_hand: Mapping[str, Any]) -> None:
    model, text = by_hand["copies"], by_hand["TEXT"]
    every = text.repeat(9, 1)
    every[torch.arange(9), torch.arange(9) // 3] = torch.arange(9) % 3

    def moved(read: Any) -> Tensor:
        change: Tensor = (read(model(every)) - read(model(text))).abs()
        return change.view(3, 3, 3, 3)

    logs = moved(lambda logits: logits.log_softmax(-1))
    for part, want in (
        ("Probabilities", moved(lambda logits: logits.softmax(-1)).amax((1, 3))),
        ("move together", moved(lambda logits: logits).amax((1, 3))),
        ("over the places", moved(lambda logits: logits.log_softmax(1)).amax((1, 3))),
        ("not a mean", logs.mean(3).amax(1)),
        ("not a mean", logs.amax(3).mean(1)),
        ("not a sum", logs.sum(3).amax(1)),
        ("not a sum", logs.amax(3).sum(1)),
    ):
        assert_told(by_hand["COPIED_SLIPS"], part, want)


def test_what_mistakes_of_places_answer(by_hand: Mapping[str, Any]) -> None:
    def waves(second: float, cosine: float | None = None, first: int = 0) -> Tensor:
        place = torch.arange(first, first + 3).double()
        fast, slow = place, place * second
        other = (place if cosine is None else place * 0.1), place * (cosine or second)
        return torch.stack([fast.sin(), other[0].cos(), slow.sin(), other[1].cos()], 1)

    for part, want in (
        ("count from 0", waves(0.01, first=1)),
        ("2i in both", waves(0.01, 0.001)),
        ("here it is 1", waves(1e-4)),
        ("multiplied", waves(100.0)),
        ("not 1000", waves(1000.0**-0.5)),
        ("here it is i/dim", waves(0.1)),
    ):
        assert_told(by_hand["PLACE_SLIPS"], part, want)


def test_what_mistakes_of_heads_answer(by_hand: Mapping[str, Any]) -> None:
    x, query, key, value, out = (by_hand[name].double() for name in ("X", *WEIGHTS))
    answer = transformer.multi_head
    for part, want in (
        ("One head sees", answer(x, query, key, value, out, 1)),
        ("x @ W.", answer(x, query.T, key.T, value.T, out.T, 2)),
        ("w_o is missing", answer(x, query, key, value, torch.eye(2).double(), 2)),
        ("joined @ w_o.T", answer(x, query, key, value, out.T, 2)),
        ("not of D", answer(x, query / 2**0.5, key, value, out, 2)),
        ("swapped", answer(x, key, query, value, out, 2)),
        ("x is added", x + answer(x, query, key, value, out, 2)),
    ):
        assert_told(by_hand["HEAD_SLIPS"], part, want)


def test_what_mistakes_of_masks_answer(by_hand: Mapping[str, Any]) -> None:
    x, *weights = (by_hand[name].double() for name in ("X", *WEIGHTS))
    q, k, v = ((x @ w.T)[0].T.unsqueeze(2) for w in weights[:3])  # heads, places, one number
    scores, seen = q @ k.transpose(1, 2), torch.ones(2, 2).tril().bool()
    filled = scores.masked_fill(~seen, -torch.inf)
    for part, given in (
        ("the mask is missing", scores.softmax(-1)),
        ("turned round", scores.masked_fill(~seen.T, -torch.inf).softmax(-1)),
        ("Masked after", scores.softmax(-1) * seen),
        ("is made 0", (scores * seen).softmax(-1)),
        ("over the queries", filled.softmax(-2)),
        ("sees itself, too", scores.masked_fill(~seen.tril(-1), -1e30).softmax(-1) * seen.tril(-1)),
    ):
        heads = (given @ v).squeeze(2).T.unsqueeze(0)
        assert_told(by_hand["HEAD_SLIPS"], part, heads @ weights[3].T)


def assert_told(slips: Mapping[str, Tensor], part: str, want: Tensor) -> None:
    """Assert that the one sentence with this part has this answer."""
    (found,) = [answer for text, answer in slips.items() if part in text]
    torch.testing.assert_close(found.double(), want.double(), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("table", SLIPS)
def test_no_two_mistakes_answer_the_same(by_hand: Mapping[str, Any], table: str) -> None:
    answers = [by_hand[SLIPS[table]], *by_hand[table].values()]
    for one, other in combinations(answers, 2):
        assert float((one.double() - other.double()).abs().max()) > 1e-3
