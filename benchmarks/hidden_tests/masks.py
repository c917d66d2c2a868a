"""Hidden tests of the exercise on masks; every test takes the student's function."""

from collections.abc import Callable
from typing import Any

import torch

SIZES = (1, 3, 5, 7, 9)


def refuses(call: Callable[[], Any]) -> bool:
    try:
        call()
    except ValueError:
        return True
    return False


def earlier(size: int, mask_type: str) -> torch.Tensor:
    order = torch.arange(size * size).view(size, size)
    centre = order[size // 2, size // 2]
    return (order < centre if mask_type == "A" else order <= centre).float()


def require(mask: Any, want: torch.Tensor) -> None:
    assert mask.dtype == torch.float32
    assert mask.shape == want.shape
    assert torch.equal(mask, want)


def require_new(first: Any, second: Any) -> None:
    assert first.data_ptr() != second.data_ptr()


def test_causal_mask(causal_mask: Any) -> None:
    for size in SIZES:
        for mask_type in ("A", "B"):
            require(causal_mask(size, mask_type), earlier(size, mask_type))
    require_new(causal_mask(5, "A"), causal_mask(5, "A"))
    for wrong in ("a", "b", "C", "", "AB"):
        assert refuses(lambda wrong=wrong: causal_mask(3, wrong))  # type: ignore[misc]
    for even in (2, 4, 8):
        assert refuses(lambda even=even: causal_mask(even, "A"))  # type: ignore[misc]


def test_vertical_mask(vertical_mask: Any) -> None:
    for size in SIZES:
        rows = torch.arange(size).unsqueeze(1).expand(size, size)
        require(vertical_mask(size, "A"), (rows < size // 2).float())
        require(vertical_mask(size, "B"), (rows <= size // 2).float())
    require_new(vertical_mask(5, "B"), vertical_mask(5, "B"))
    assert refuses(lambda: vertical_mask(3, "a"))
    assert refuses(lambda: vertical_mask(4, "A"))


def test_horizontal_mask(horizontal_mask: Any) -> None:
    for size in SIZES:
        columns = torch.arange(size).unsqueeze(0)
        require(horizontal_mask(size, "A"), (columns < size // 2).float())
        require(horizontal_mask(size, "B"), (columns <= size // 2).float())
    require_new(horizontal_mask(5, "B"), horizontal_mask(5, "B"))
    assert refuses(lambda: horizontal_mask(3, "a"))
    assert refuses(lambda: horizontal_mask(4, "A"))


def test_channel_mask(channel_mask: Any) -> None:
    cases = ((3, 3, 1, 3), (6, 9, 5, 3), (12, 3, 3, 3), (4, 8, 3, 2), (2, 3, 3, 1))
    for outs, ins, size, colours in cases:
        for mask_type in ("A", "B"):
            want = earlier(size, mask_type).repeat(outs, ins, 1, 1)
            for o in range(outs):
                for i in range(ins):
                    p, q = o // (outs // colours), i // (ins // colours)
                    shown = q < p if mask_type == "A" else q <= p
                    want[o, i, size // 2, size // 2] = float(shown)
            require(channel_mask(outs, ins, size, mask_type, colours), want)
    require_new(channel_mask(3, 3, 3, "B"), channel_mask(3, 3, 3, "B"))
    assert len({kernel.data_ptr() for kernel in channel_mask(3, 3, 3, "B").flatten(0, 1)}) == 9
    assert refuses(lambda: channel_mask(4, 3, 3, "A"))
    assert refuses(lambda: channel_mask(3, 4, 3, "A"))
    assert refuses(lambda: channel_mask(3, 3, 4, "A"))
    assert refuses(lambda: channel_mask(3, 3, 3, "c"))
