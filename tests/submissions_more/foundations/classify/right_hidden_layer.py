"""Another hidden layer behind the features, and its own parameters for the convolutions."""

import math

import torch
from torch import nn


def softmax(logits, temperature=1.0):
    if temperature <= 0:
        raise ValueError("softmax needs a temperature above 0")
    z = logits.mul(1 / temperature)
    z = z.sub(z.amax(1, keepdim=True)).exp()
    return z.div(z.sum(1, keepdim=True))


def two_class(weight, bias):
    zero = weight * 0
    return torch.vstack([zero, weight]), torch.hstack([bias * 0, bias])


def evaluate(logits, labels):
    right, sure, cost = 0, 0.0, 0.0
    for row, label in zip(logits.tolist(), labels.tolist()):
        top = max(row)
        z = math.fsum(math.exp(value - top) for value in row)
        right += row.index(top) == label
        sure += 1 / z
        cost += top + math.log(z) - row[label]
    n = len(labels)
    return {"accuracy": right / n, "confidence": sure / n, "nll": cost / n}


class CNN(nn.Module):
    def __init__(self, channels=16, num_classes=10):
        super().__init__()
        self.kernels = nn.ParameterList()
        self.biases = nn.ParameterList()
        for into, out in ((1, channels), (channels, channels)):
            self.kernels.append(nn.Parameter(torch.randn(out, into, 3, 3) * (2 / (9 * into)) ** 0.5))
            self.biases.append(nn.Parameter(torch.zeros(out)))
        self.hidden = nn.Linear(channels * 4, 64)
        self.out = nn.Linear(64, num_classes)

    def features(self, x):
        for kernel, bias in zip(self.kernels, self.biases):
            x = torch.conv2d(x, kernel, bias, padding=1).relu()
            b, c, h, w = x.shape
            x = x.view(b, c, h // 2, 2, w // 2, 2).amax((3, 5))
        return x

    def forward(self, x):
        return self.out(self.hidden(self.features(x).flatten(1)).relu())
