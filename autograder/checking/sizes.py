"""Sizes of what is asked, drawn from the course secret: no source holds a list to learn."""

from collections.abc import Sequence
from typing import TypeVar

import torch

Thing = TypeVar("Thing")


def one_of(draw: torch.Generator, things: Sequence[Thing]) -> Thing:
    """Draw one of these."""
    return things[int(torch.randint(len(things), (), generator=draw))]


def between(draw: torch.Generator, least: int, most: int) -> int:
    """Draw a whole number, both ends included."""
    return one_of(draw, range(least, most + 1))


def different(draw: torch.Generator, count: int, least: int, most: int) -> list[int]:
    """Draw several different numbers, so that no axis can stand in for another unseen."""
    order = torch.randperm(most - least + 1, generator=draw)
    return (least + order[:count]).tolist()
