"""A linear network (allowed by the signature); everything by loops."""

import torch
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, num_pixels=64, code=8, hidden=32):
        super().__init__()
        self.encode = nn.Linear(num_pixels, code)
        self.decode = nn.Linear(code, num_pixels)

    def forward(self, x):
        return self.decode(self.encode(x))


def reconstruction_error(model, x):
    errors = []
    back = model(x.clone())
    for before, after in zip(x, back):
        total = 0.0
        for a, b in zip(before.double().tolist(), after.detach().double().tolist()):
            total += (a - b) ** 2
        errors.append(total / len(before))
    return torch.tensor(errors, dtype=x.dtype)


def pca_error(x, code):
    # What is left after taking off one principal direction after the other.
    rest = x.double() - x.double().mean(0)
    for _ in range(code):
        if rest.abs().max() < 1e-14:
            break
        direction = torch.linalg.eigh(rest.T @ rest).eigenvectors[:, -1]
        rest = rest - torch.outer(rest @ direction, direction)
    return rest.square().mean().to(x.dtype)


def detect(normal, odd, rate):
    def share(errors, threshold):
        count = 0
        for error in errors:
            if error > threshold:
                count += 1
        return count / len(errors)

    normal, odd = normal.tolist(), odd.tolist()
    best = None
    for candidate in normal:
        if share(normal, candidate) <= rate + 1e-9 and (best is None or candidate < best):
            best = candidate
    return {"threshold": best, "false_alarm": share(normal, best), "detected": share(odd, best)}


def compression_ratio(num_images, num_pixels, bits_per_pixel, code, bits_per_number, decoder_parameters=0):
    bits = 0
    bits += num_images * code * bits_per_number
    bits += decoder_parameters * bits_per_number
    return (num_images * num_pixels * bits_per_pixel) / bits
