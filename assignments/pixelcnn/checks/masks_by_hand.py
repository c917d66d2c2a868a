"""Masks that one can draw: right ones, and what the usual slips make of them.

A row of digits is a row of the mask; a question mark is an entry that does not count.
tests/assignments/pixelcnn/test_by_hand.py computes the slips again.
"""

from collections.abc import Mapping

import torch
from torch import Tensor

from .mask_answers import Due, Swap
from .mask_words import (
    AFTER,
    ALL_AT_CENTRE,
    ALL_OF_IT,
    AT_CENTRE_ONLY,
    BELOW,
    CAUSAL,
    CENTRE_ALONE,
    ELSEWHERE_OPEN,
    FIRST_MAPS,
    IN_INTERLEAVED,
    INTERLEAVED,
    INVERTED,
    NO_ABOVE,
    NO_ABOVE_RIGHT,
    NO_EDGE,
    NO_LEFT,
    NONE_AT_CENTRE,
    ONE_COLUMN,
    ONE_TOO_MANY,
    OUT_INTERLEAVED,
    REVERSED,
    RIGHT,
    RIGHT_OF_CENTRE,
    SINGLE_MAPS,
    TOO_FAR,
    TRANSPOSED,
    UP_TO_CENTRE,
    UPSIDE_DOWN,
    WHOLE_ROW,
    at_centre_of_type,
    of_row_type,
    of_type,
)


def drawn(rows: str) -> Tensor:
    """Return a mask written as "111/100/000"."""
    entries = {"0": 0.0, "1": 1.0, "?": torch.nan}
    return torch.tensor([[entries[digit] for digit in row] for row in rows.split("/")])


def _due(rows: str, slips: Mapping[str, str], swap: tuple[str, str] | None = None) -> Due:
    swapped = None if swap is None else Swap(drawn(swap[0]), drawn(swap[1]))
    return Due(drawn(rows), {text: drawn(wrong) for text, wrong in slips.items()}, swapped)


def _at_centre(rows: str, slips: Mapping[str, str]) -> Due:
    """Return masks over colours (O, I, 1, 1)."""
    return Due(_only(rows), {text: _only(wrong) for text, wrong in slips.items()})


def _only(rows: str) -> Tensor:
    return drawn(rows).unsqueeze(2).unsqueeze(3)


# By name, kernel size and type.
BY_HAND: Mapping[str, Mapping[tuple[int, str], Due]] = {
    "causal_mask": {
        (3, "A"): _due(
            "111/100/000",
            {
                of_type("B"): "111/110/000",
                TRANSPOSED: "110/100/100",
                INVERTED: "000/011/111",
                UPSIDE_DOWN: "000/100/111",
                RIGHT_OF_CENTRE: "111/001/000",
                AFTER: "000/001/111",
                TOO_FAR: "111/110/000",
                NO_LEFT: "111/000/000",
                NO_ABOVE: "000/100/000",
                WHOLE_ROW: "111/101/000",
                BELOW: "111/100/111",
                NO_EDGE: "111/000/000",
                NO_ABOVE_RIGHT: "110/100/000",
            },
        ),
        (3, "B"): _due(
            "111/110/000",
            {
                of_type("A"): "111/100/000",
                TRANSPOSED: "110/110/100",
                INVERTED: "000/001/111",
                UPSIDE_DOWN: "000/110/111",
                RIGHT_OF_CENTRE: "111/011/000",
                AFTER: "000/011/111",
                TOO_FAR: "111/111/000",
                NO_LEFT: "111/000/000",
                NO_ABOVE: "000/110/000",
                WHOLE_ROW: "111/111/000",
                BELOW: "111/110/111",
                NO_EDGE: "111/010/000",
                NO_ABOVE_RIGHT: "110/110/000",
            },
        ),
    },
    "vertical_mask": {
        (3, "A"): _due(
            "111/000/000",
            {
                of_row_type("B"): "111/111/000",
                CENTRE_ALONE: "111/010/000",
                CAUSAL: "111/100/000",
                UP_TO_CENTRE: "111/000/000",
                TRANSPOSED: "100/100/100",
                INVERTED: "000/111/111",
                UPSIDE_DOWN: "000/000/111",
                ONE_COLUMN: "010/000/000",
            },
            ("111/111/000", "111/?1?/000"),
        ),
        (3, "B"): _due(
            "111/111/000",
            {
                of_row_type("A"): "111/000/000",
                CENTRE_ALONE: "111/010/000",
                CAUSAL: "111/110/000",
                UP_TO_CENTRE: "111/110/000",
                TRANSPOSED: "110/110/110",
                INVERTED: "000/000/111",
                UPSIDE_DOWN: "000/111/111",
                ONE_COLUMN: "010/010/000",
            },
            ("111/000/000", "111/?0?/000"),
        ),
    },
    "horizontal_mask": {
        (3, "A"): _due(
            "100",
            {
                of_type("B"): "110",
                RIGHT: "001",
                INVERTED: "011",
                ONE_TOO_MANY: "111",
                ALL_OF_IT: "111",
            },
            ("110", "???/110/???"),
        ),
        (5, "B"): _due(
            "11100",
            {
                of_type("A"): "11000",
                RIGHT: "00111",
                INVERTED: "00011",
                ONE_TOO_MANY: "11110",
                ALL_OF_IT: "11111",
            },
            ("11000", "?????/?????/11000/?????/?????"),
        ),
    },
}
# By type: three colours of one map each.
COLOURS_BY_HAND = {
    "A": _at_centre(
        "000/100/110",
        {
            at_centre_of_type("B"): "100/110/111",
            REVERSED: "011/001/000",
            INTERLEAVED: "000/100/110",
            OUT_INTERLEAVED: "000/100/110",
            IN_INTERLEAVED: "000/100/110",
            NONE_AT_CENTRE: "000/000/000",
            ALL_AT_CENTRE: "111/111/111",
            SINGLE_MAPS: "000/100/110",
            FIRST_MAPS: "000/100/110",
            AT_CENTRE_ONLY: "000/100/110",
            ELSEWHERE_OPEN: "000/100/110",
        },
    ),
    "B": _at_centre(
        "100/110/111",
        {
            at_centre_of_type("A"): "000/100/110",
            REVERSED: "111/011/001",
            INTERLEAVED: "100/110/111",
            OUT_INTERLEAVED: "100/110/111",
            IN_INTERLEAVED: "100/110/111",
            NONE_AT_CENTRE: "000/000/000",
            ALL_AT_CENTRE: "111/111/111",
            SINGLE_MAPS: "100/110/111",
            FIRST_MAPS: "100/110/111",
            AT_CENTRE_ONLY: "100/110/111",
            ELSEWHERE_OPEN: "100/110/111",
        },
    ),
}
# Three colours of two maps each.
BLOCKS = _at_centre(
    "000000/000000/110000/110000/111100/111100",
    {
        at_centre_of_type("B"): "110000/110000/111100/111100/111111/111111",
        REVERSED: "001111/001111/000011/000011/000000/000000",
        INTERLEAVED: "000000/100100/110110/000000/100100/110110",
        OUT_INTERLEAVED: "000000/110000/111100/000000/110000/111100",
        IN_INTERLEAVED: "000000/000000/100100/100100/110110/110110",
        NONE_AT_CENTRE: "000000/000000/000000/000000/000000/000000",
        ALL_AT_CENTRE: "111111/111111/111111/111111/111111/111111",
        SINGLE_MAPS: "000000/100000/110000/111000/111100/111110",
        FIRST_MAPS: "010101/010101/110101/110101/111101/111101",
        AT_CENTRE_ONLY: "000000/000000/110000/110000/111100/111100",
        ELSEWHERE_OPEN: "000000/000000/110000/110000/111100/111100",
    },
)
