# expect: discriminator_step_values
# says: called once
# kind: wrong
"""One optimiser step for the real samples, one for the fakes."""

import torch.nn.functional as F


def discriminator_step(generator, discriminator, optimizer, real, noise):
    fake, total = generator(noise).detach(), 0.0
    for sign, x in ((-1, real), (1, fake)):
        loss = F.softplus(sign * discriminator(x)).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total
