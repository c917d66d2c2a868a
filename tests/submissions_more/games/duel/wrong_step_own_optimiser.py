# expect: discriminator_step_by_hand
# says: the given optimiser
# kind: wrong
"""An optimiser of its own, in each call."""

import torch
import torch.nn.functional as F


def discriminator_step(generator, discriminator, optimizer, real, noise):
    own = torch.optim.Adam(discriminator.parameters(), lr=optimizer.param_groups[0]["lr"])
    fake = generator(noise).detach()
    loss = F.softplus(-discriminator(real)).mean() + F.softplus(discriminator(fake)).mean()
    own.zero_grad()
    loss.backward()
    own.step()
    return loss.item()
