# expect: causal_contract vertical_contract
# says: Make a fresh tensor
# kind: case
"""The largest mask of each kind is made once; others are views of its middle."""

import torch

_WHOLE = {}
_LARGEST = 41


def _middle(whole, kernel_size, mask_type):
    if kernel_size % 2 == 0 or mask_type not in ("A", "B"):
        raise ValueError("no such mask")
    gap = (_LARGEST - kernel_size) // 2
    return whole[gap : gap + kernel_size, gap : gap + kernel_size]


def _whole(name, mask_type, centre_row):
    if (name, mask_type) not in _WHOLE:
        whole, c = torch.zeros(_LARGEST, _LARGEST), _LARGEST // 2
        whole[:c] = 1
        whole[c, :centre_row] = 1
        _WHOLE[name, mask_type] = whole
    return _WHOLE[name, mask_type]


def causal_mask(kernel_size, mask_type):
    shown = _LARGEST // 2 + (mask_type == "B")
    return _middle(_whole("causal", mask_type, shown), kernel_size, mask_type)


def vertical_mask(kernel_size, mask_type):
    shown = _LARGEST if mask_type == "B" else 0
    return _middle(_whole("vertical", mask_type, shown), kernel_size, mask_type)


def horizontal_mask(kernel_size, mask_type):
    c = kernel_size // 2
    return causal_mask(kernel_size, mask_type)[c : c + 1].clone()


def channel_mask(out_channels, in_channels, kernel_size, mask_type, num_colors=3):
    if out_channels % num_colors or in_channels % num_colors:
        raise ValueError("channels do not divide")
    mask = causal_mask(kernel_size, mask_type).repeat(out_channels, in_channels, 1, 1)
    out = torch.arange(out_channels) // (out_channels // num_colors)
    into = torch.arange(in_channels) // (in_channels // num_colors)
    seen = into <= out[:, None] if mask_type == "B" else into < out[:, None]
    mask[:, :, kernel_size // 2, kernel_size // 2] = seen.float()
    return mask
