"""Shifted exponentials; layers of nn."""

import torch
import torch.nn as nn


def softmax(logits, temperature=1.0):
    if temperature <= 0:
        raise ValueError("the temperature must be positive")
    scaled = logits / temperature
    powers = torch.exp(scaled - scaled.max(dim=1, keepdim=True).values)
    return powers / powers.sum(dim=1, keepdim=True)


def two_class(weight, bias):
    weights = torch.zeros(2, len(weight), dtype=weight.dtype)
    biases = torch.zeros(2, dtype=bias.dtype)
    weights[1] = weight
    biases[1] = bias
    return weights, biases


def evaluate(logits, labels):
    logits = logits.double()
    predicted = logits.argmax(dim=1)
    log_p = logits - torch.logsumexp(logits, dim=1, keepdim=True)
    return {
        "accuracy": (predicted == labels).sum().item() / len(labels),
        "confidence": float(log_p.exp().max(dim=1).values.mean()),
        "nll": float(-log_p[torch.arange(len(labels)), labels].mean()),
    }


class CNN(nn.Module):
    def __init__(self, channels=16, num_classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(1, channels, kernel_size=3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels * 2, kernel_size=3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.relu = nn.ReLU()
        self.fc = nn.Linear(channels * 2 * 4, num_classes)

    def features(self, x):
        x = self.pool(self.relu(self.conv1(x)))
        x = self.pool(self.relu(self.conv2(x)))
        return x

    def forward(self, x):
        x = self.features(x)
        return self.fc(x.view(x.size(0), -1))
