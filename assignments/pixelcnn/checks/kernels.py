"""What kernels of any size show, for the layers of hidden checks."""

HIDDEN = True  # never released


def shown_by(size: int, kind: str) -> str:
    """Return the rows of a mask: those above, the left of the centre's row, the centre for "B"."""
    before = size * size // 2 + (kind == "B")
    digits = "1" * before + "0" * (size * size - before)
    return "/".join(digits[start : start + size] for start in range(0, size * size, size))
