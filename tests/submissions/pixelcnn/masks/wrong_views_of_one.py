# expect: causal_contract vertical_contract horizontal_contract channel_contract
# says: same tensor twice
# kind: form
"""Types A and B are two layers of one tensor that is kept for each size."""

import torch

_ROOM = {}


def _both(kernel_size, mask_type, rows):
    if kernel_size % 2 == 0 or mask_type not in ("A", "B"):
        raise ValueError("no such mask")
    key = (kernel_size, rows)
    room = _ROOM.setdefault(key, torch.zeros(2, rows, kernel_size))
    room.zero_()
    return room


def causal_mask(kernel_size, mask_type):
    both, c = _both(kernel_size, mask_type, kernel_size), kernel_size // 2
    both[:, :c] = 1
    both[:, c, :c] = 1
    both[1, c, c] = 1
    return both["AB".index(mask_type)]


def vertical_mask(kernel_size, mask_type):
    both, c = _both(kernel_size, mask_type, kernel_size), kernel_size // 2
    both[:, :c] = 1
    both[1, c] = 1
    return both["AB".index(mask_type)]


def horizontal_mask(kernel_size, mask_type):
    both, c = _both(kernel_size, mask_type, 1), kernel_size // 2
    both[:, 0, :c] = 1
    both[1, 0, c] = 1
    return both["AB".index(mask_type)]


_CHANNELS = {}


def channel_mask(out_channels, in_channels, kernel_size, mask_type, num_colors=3):
    if out_channels % num_colors or in_channels % num_colors:
        raise ValueError("channels do not divide")
    mask = causal_mask(kernel_size, mask_type)
    shape = (2, out_channels, in_channels, kernel_size, kernel_size)
    both = _CHANNELS.setdefault(shape, torch.zeros(shape))
    kind, c = "AB".index(mask_type), kernel_size // 2
    out = torch.arange(out_channels) // (out_channels // num_colors)
    into = torch.arange(in_channels) // (in_channels // num_colors)
    for one, seen in ((0, into < out[:, None]), (1, into <= out[:, None])):
        both[one] = mask
        both[one, :, :, c, c] = seen.float()
    return both[kind]
