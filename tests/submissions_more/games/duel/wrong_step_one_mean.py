# expect: discriminator_step_values
# says: one mean over both
# kind: wrong
"""One mean over real and fakes."""

import torch
import torch.nn.functional as F


def discriminator_step(generator, discriminator, optimizer, real, noise):
    fake = generator(noise).detach()
    loss = F.softplus(torch.cat([-discriminator(real), discriminator(fake)])).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
