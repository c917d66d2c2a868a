# expect: discriminator_step_by_hand
# says: nothing is clipped
# kind: wrong
"""Gradients are clipped."""

import torch
import torch.nn.functional as F


def discriminator_step(generator, discriminator, optimizer, real, noise):
    fake = generator(noise).detach()
    loss = F.softplus(-discriminator(real)).mean() + F.softplus(discriminator(fake)).mean()
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(discriminator.parameters(), 0.1)
    optimizer.step()
    return loss.item()
