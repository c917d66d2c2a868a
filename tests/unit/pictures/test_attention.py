"""Maps of attention and of influence, in words."""

import torch

from autograder.pictures.attention import Looks, attention
from autograder.pictures.influences import Influence, influences

DUE = torch.tensor([[0.9, 0.1, 0.0], [0.2, 0.8, 0.0]])
ALLOWED = torch.tensor([[True, True, False], [True, True, False]])


def drawn(yours: torch.Tensor) -> Looks:
    return Looks(yours, DUE, ALLOWED, ["he", "hit"], ["il", "a", "·"])


def test_right_weights_are_told_by_what_each_query_looks_at_most() -> None:
    picture = attention(drawn(DUE), "f(x)", "So it is.")
    assert picture.alt == "f(x), most weight: he → il, hit → a. So it is."
    assert "Hatched" in picture.caption and "×" not in picture.caption


def test_wrong_weights_are_named_and_marked() -> None:
    yours = DUE.clone()
    yours[0, 2] = 0.3
    picture = attention(drawn(yours), "f(x)", "")
    assert "wrong weights from he to ·." in picture.alt and "×" in picture.caption
    assert picture.png != attention(drawn(DUE), "f(x)", "").png


def test_of_many_wrong_weights_the_first_are_named() -> None:
    picture = attention(drawn(torch.full((2, 3), torch.nan)), "f(x)", "")
    assert "he to il; he to a; he to ·; hit to il; …" in picture.alt


def test_no_key_is_forbidden_so_nothing_is_hatched() -> None:
    found = Looks(DUE, DUE, torch.ones(2, 3, dtype=torch.bool), ["q", "r"], ["k", "l", "m"])
    assert "Hatched" not in attention(found, "f(x)", "").caption


def test_influences_are_told_model_by_model() -> None:
    before = torch.ones(3, 3).triu(1)
    picture = influences([Influence("a", before), Influence("b", before.T)], "f(x)", "Look.")
    assert "a: all earlier tokens have a say, and no other." in picture.alt
    assert "b: leaks, place ← token: 0 ← 1, 0 ← 2, 1 ← 2." in picture.alt
    assert "leak" in picture.caption and "Hatched" in picture.caption


def test_of_a_sound_model_alone_nothing_is_marked() -> None:
    picture = influences([Influence("a", torch.ones(3, 3).triu(1))], "f(x)", "")
    assert "×" not in picture.caption and "Hatched" not in picture.caption
    missed = influences([Influence("a", torch.zeros(3, 3))], "f(x)", "")
    assert "a: no say, place ← token: 1 ← 0, 2 ← 0, 2 ← 1." in missed.alt
