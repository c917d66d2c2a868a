# expect: attend_by_hand
# says: other numbers
# kind: wrong
"""torch's own, which scales by 1/√d if it is not told."""

import torch


def attend(query, keys, values, allowed=None, scale=1.0):
    return torch.nn.functional.scaled_dot_product_attention(query, keys, values, allowed)
