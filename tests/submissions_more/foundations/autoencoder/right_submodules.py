"""encode and decode are modules; rows by vmap, directions that are left out, exact fractions."""

import heapq
from fractions import Fraction

import torch
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, num_pixels=64, code=8, hidden=32):
        super().__init__()
        self.encode = nn.Sequential(nn.Linear(num_pixels, hidden), nn.SiLU(), nn.Linear(hidden, code))
        self.decode = nn.Sequential(nn.Linear(code, hidden), nn.SiLU(), nn.Linear(hidden, num_pixels))

    def forward(self, x):
        return self.decode(self.encode(x))


def reconstruction_error(model, x):
    return torch.vmap(nn.functional.mse_loss)(model(x), x)


def pca_error(x, code):
    centred = (x - x.mean(0)).double()
    _, _, directions = torch.linalg.svd(centred, full_matrices=True)
    return (centred @ directions[code:].T).square().sum().div(x.numel()).to(x.dtype)


def detect(normal, odd, rate):
    above = int(Fraction(rate) * len(normal))
    threshold = heapq.nlargest(above + 1, normal.tolist())[-1]
    share = lambda errors: sum(e > threshold for e in errors.tolist()) / errors.numel()
    return {"threshold": threshold, "false_alarm": share(normal), "detected": share(odd)}


def compression_ratio(num_images, num_pixels, bits_per_pixel, code, bits_per_number, decoder_parameters=0):
    numbers = num_images * code + decoder_parameters
    return float(Fraction(num_images * num_pixels) * Fraction(bits_per_pixel) / (numbers * Fraction(bits_per_number)))
