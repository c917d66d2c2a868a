# expect: optimal_discriminator_by_hand
# says: Where both are zero it is ½
# kind: case
"""Zero where no law has mass."""

import torch


def optimal_discriminator(p, q):
    return torch.nan_to_num(p / (p + q))
