# expect: discriminator_step_by_hand
# says: to the given noise
# kind: wrong
"""It draws noise of its own."""

import torch
import torch.nn.functional as F


def discriminator_step(generator, discriminator, optimizer, real, noise):
    fake = generator(torch.randn_like(noise)).detach()
    loss = F.softplus(-discriminator(real)).mean() + F.softplus(discriminator(fake)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
