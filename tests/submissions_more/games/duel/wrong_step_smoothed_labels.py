# expect: discriminator_step_values
# says: labels are 1 and 0
# kind: wrong
"""Labels of 0.9, as some recipes have it."""

import torch
import torch.nn.functional as F


def discriminator_step(generator, discriminator, optimizer, real, noise):
    fake = generator(noise).detach()
    said, of_fakes = discriminator(real), discriminator(fake)
    loss = F.binary_cross_entropy_with_logits(said, torch.full_like(said, 0.9))
    loss = loss + F.binary_cross_entropy_with_logits(of_fakes, torch.zeros_like(of_fakes))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
