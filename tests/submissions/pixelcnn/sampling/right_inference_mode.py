"""Inference mode, and the images turned round and back: dimensions last to first."""

import torch


@torch.inference_mode()
def sample(model, shape, num_values=2, generator=None, device="cpu"):
    x = torch.full(shape, 0.5, device=device)
    return complete(model, x, torch.zeros(shape[2:], dtype=torch.bool), num_values, generator)


@torch.inference_mode()
def complete(model, x, known, num_values=2, generator=None):
    known = torch.broadcast_to(known, x.shape)
    out = x.detach().clone().masked_fill_(~known, 0.0)
    step = 1 / (num_values - 1)
    for place in range(x[0].numel()):
        pixel, c = divmod(place, x.shape[1])
        i, j = divmod(pixel, x.shape[3])
        noise = torch.rand((len(x), num_values), generator=generator).clamp_min(1e-38)
        scores = model(out)[:, :, c, i, j].float() - torch.log(-torch.log(noise))
        drawn = scores.argmax(dim=-1) * step
        out[:, c, i, j].copy_(torch.where(known[:, c, i, j], out[:, c, i, j], drawn.to(out)))
    return out.clone()
