"""The map of which token saw which: right, a leak, and what is missed."""

import io

import torch
from PIL import Image

from autograder.pictures.token_map import TokenMap, token_map

LOWER = torch.ones(6, 6, dtype=torch.bool).tril(-1)
STRENGTH = torch.rand(6, 6, generator=torch.Generator().manual_seed(0))


def test_a_right_map_says_so() -> None:
    drawn = token_map(TokenMap("your LM", True, STRENGTH, LOWER, sentence="All matter."))
    assert drawn.alt == "your LM, right: map of which token sees which. All matter."
    assert "×" not in drawn.caption and "Hatched" not in drawn.caption
    assert Image.open(io.BytesIO(drawn.png)).size[0] > 400


def test_a_leak_is_marked_and_named() -> None:
    drawn = token_map(TokenMap("your LM", False, STRENGTH, LOWER | torch.eye(6).bool()))
    assert "must not: 0 ← 0, 1 ← 1, 2 ← 2, 3 ← 3, 4 ← 4, 5 ← 5." in drawn.alt
    assert "× marks" in drawn.caption


def test_many_pairs_are_counted() -> None:
    missed = LOWER & ~LOWER.tril(-2)
    drawn = token_map(TokenMap("your LM", False, STRENGTH, torch.ones(6, 6).bool(), missed))
    assert "and 15 more" in drawn.alt and "before: 1 ← 0, 2 ← 1" in drawn.alt
    assert "Hatched" in drawn.caption


def test_pictures_are_the_same_bytes_and_take_letters_and_nothing_seen() -> None:
    nothing = TokenMap("LM", True, 0 * STRENGTH, LOWER & False, labels=list("abcdef"))
    assert token_map(nothing).png == token_map(nothing).png
    other = TokenMap("LM", True, 0 * STRENGTH, LOWER & False)
    assert token_map(nothing).png != token_map(other).png
