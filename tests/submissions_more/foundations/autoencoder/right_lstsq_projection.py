"""PCA by a full basis and least squares; detection by bisection of the sorted errors."""

import bisect

import torch
from torch import nn


class Half(nn.Module):
    def __init__(self, a, b, c):
        super().__init__()
        self.one, self.two = nn.Linear(a, b), nn.Linear(b, c)

    def forward(self, x):
        return self.two(torch.nn.functional.gelu(self.one(x)))


class Autoencoder(nn.Module):
    def __init__(self, num_pixels=64, code=8, hidden=32):
        super().__init__()
        self.encode = Half(num_pixels, hidden, code)
        self.decode = Half(code, hidden, num_pixels)

    def forward(self, x):
        return self.decode(self.encode(x))


def reconstruction_error(model, x):
    with torch.inference_mode():
        out = (model(x.clone()) - x).square_().mean(1)
    return out.clone()


def pca_error(x, code):
    a = x.double()
    a = a - a.mean(0)
    _, _, vh = torch.linalg.svd(a, full_matrices=True)
    codes = a @ vh[:code].T
    if code:
        decoder = vh[:code].T @ torch.eye(code, dtype=a.dtype)
        a = a - codes @ decoder.T
    return torch.mean(a * a).to(x.dtype)


def detect(normal, odd, rate):
    up, other = sorted(normal.double().tolist()), sorted(odd.double().tolist())

    def above(errors, t):
        return (len(errors) - bisect.bisect_right(errors, t)) / len(errors)

    low, high = 0, len(up) - 1
    while low < high:
        middle = (low + high) // 2
        if above(up, up[middle]) <= rate + 1e-9:
            high = middle
        else:
            low = middle + 1
    return {"threshold": up[low], "false_alarm": above(up, up[low]), "detected": above(other, up[low])}


def compression_ratio(num_images, num_pixels, bits_per_pixel, code, bits_per_number, decoder_parameters=0):
    pixels_bits = num_pixels * bits_per_pixel * num_images
    return pixels_bits / bits_per_number / (num_images * code + decoder_parameters)
