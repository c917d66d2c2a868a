"""Images made in inference mode, given as views: transposed, and with a stride of two."""

import torch


@torch.inference_mode()
def _drawn(model, x, known, num_values, generator):
    _, channels, height, width = x.shape
    for i in range(height):
        for j in range(width):
            for c in range(channels):
                probs = model(x)[:, :, c, i, j].softmax(1)
                value = torch.multinomial(probs, 1, generator=generator)[:, 0]
                value = value.to(x.dtype) / (num_values - 1)
                x[:, c, i, j] = torch.where(known[:, c, i, j], x[:, c, i, j], value)
    return x


def sample(model, shape, num_values=2, generator=None, device="cpu"):
    x = torch.zeros(shape, device=device)
    unknown = torch.zeros(shape, dtype=torch.bool, device=device)
    made = _drawn(model, x, unknown, num_values, generator)
    with torch.inference_mode():
        return made.permute(3, 2, 1, 0).contiguous().permute(3, 2, 1, 0)


def complete(model, x, known, num_values=2, generator=None):
    known = known.expand(x.shape)
    made = _drawn(model, torch.where(known, x, 0), known, num_values, generator)
    with torch.inference_mode():
        return torch.stack([made, made], dim=-1)[..., 0]
