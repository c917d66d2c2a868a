# expect: cnn_learns
# says: no parameters
# kind: weak
"""Layers in a plain list: no optimiser finds them."""

import torch.nn.functional as F
from torch import nn


class CNN(nn.Module):
    def __init__(self, channels=16, num_classes=10):
        super().__init__()
        self.layers = [nn.Conv2d(1, channels, 3, padding=1), nn.Conv2d(channels, 32, 3, padding=1)]
        self.c = [nn.Linear(128, num_classes)]

    def features(self, x):
        for layer in self.layers:
            x = F.max_pool2d(F.relu(layer.to(x)(x)), 2)
        return x

    def forward(self, x):
        return self.c[0].to(x)(self.features(x).flatten(1))
