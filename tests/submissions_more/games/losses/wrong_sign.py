# expect: discriminator_loss_by_hand
# says: the sign is the other one
# kind: unit
"""What is maximised, as in the paper."""

import torch.nn.functional as F


def discriminator_loss(real_logits, fake_logits):
    return F.logsigmoid(real_logits).mean() + F.logsigmoid(-fake_logits).mean()
