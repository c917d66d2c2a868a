# expect: discriminator_step_by_hand
# says: before* the step
# kind: unit
"""The loss after the step."""

import torch
import torch.nn.functional as F


def discriminator_step(generator, discriminator, optimizer, real, noise):
    fake = generator(noise).detach()

    def loss():
        return F.softplus(-discriminator(real)).mean() + F.softplus(discriminator(fake)).mean()

    optimizer.zero_grad()
    loss().backward()
    optimizer.step()
    with torch.no_grad():
        return loss().item()
