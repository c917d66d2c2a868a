"""Drawn with strings of zeros and ones."""

import torch


def _check(kernel_size, mask_type):
    if mask_type not in ("A", "B"):
        raise ValueError("mask_type must be A or B")
    if kernel_size % 2 != 1:
        raise ValueError("kernel_size must be odd")


def _of(*rows):
    return torch.tensor([[float(digit) for digit in row] for row in rows])


def _row(k, mask_type):
    return "1" * (k // 2) + ("0" if mask_type == "A" else "1") + "0" * (k // 2)


def causal_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    k, c = kernel_size, kernel_size // 2
    return _of(*["1" * k] * c, _row(k, mask_type), *["0" * k] * c)


def vertical_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    k, c = kernel_size, kernel_size // 2
    return _of(*["1" * k] * c, "AB".index(mask_type) * k * "1" or "0" * k, *["0" * k] * c)


def horizontal_mask(kernel_size, mask_type):
    _check(kernel_size, mask_type)
    return _of(_row(kernel_size, mask_type))


def channel_mask(out_channels, in_channels, kernel_size, mask_type, num_colors=3):
    _check(kernel_size, mask_type)
    if out_channels % num_colors or in_channels % num_colors:
        raise ValueError("channels must divide into num_colors")
    shown, hidden = causal_mask(kernel_size, "B"), causal_mask(kernel_size, "A")
    letters = "".join(chr(ord("a") + color) for color in range(num_colors))
    outs = "".join(letter * (out_channels // num_colors) for letter in letters)
    ins = "".join(letter * (in_channels // num_colors) for letter in letters)
    sees = {"A": lambda q, p: q < p, "B": lambda q, p: q <= p}[mask_type]
    rows = [torch.stack([shown if sees(q, p) else hidden for q in ins]) for p in outs]
    return torch.stack(rows)
