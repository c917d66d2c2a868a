"""The decoder's weights are the encoder's, turned round; NumPy's floats."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, num_pixels=64, code=8, hidden=32):
        super().__init__()
        self.outer = nn.Parameter(nn.init.xavier_uniform_(torch.empty(hidden, num_pixels)))
        self.inner = nn.Parameter(nn.init.xavier_uniform_(torch.empty(code, hidden)))
        sizes = {"a": hidden, "b": code, "c": hidden, "d": num_pixels}
        self.biases = nn.ParameterDict({k: nn.Parameter(torch.zeros(n)) for k, n in sizes.items()})

    def encode(self, x):
        return F.linear(torch.tanh(F.linear(x, self.outer, self.biases["a"])), self.inner, self.biases["b"])

    def decode(self, z):
        h = torch.tanh(F.linear(z, self.inner.T, self.biases["c"]))
        return F.linear(h, self.outer.T, self.biases["d"])

    def forward(self, x):
        return self.decode(self.encode(x))


@torch.inference_mode()
def reconstruction_error(model, x):
    return torch.linalg.vector_norm(model(x) - x, dim=1) ** 2 / x.shape[-1]


def pca_error(x, code):
    centred = x.numpy() - x.numpy().mean(0)
    values = np.linalg.eigvalsh(centred.T @ centred / len(centred))[::-1]
    return torch.as_tensor(values[code:].sum() / x.shape[1], dtype=x.dtype)


def detect(normal, odd, rate):
    threshold = torch.topk(normal, int(np.floor(len(normal) * rate)) + 1).values[-1]
    return dict(
        detected=np.mean((odd > threshold).numpy()),
        threshold=float(threshold),
        false_alarm=np.float64((normal > threshold).sum() / len(normal)),
    )


def compression_ratio(num_images, num_pixels, bits_per_pixel, code, bits_per_number, decoder_parameters=0):
    images = np.float64(num_images) * num_pixels * bits_per_pixel
    return images / bits_per_number / np.float64(num_images * code + decoder_parameters)
