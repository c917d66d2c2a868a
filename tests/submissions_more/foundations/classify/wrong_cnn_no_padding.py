# expect: cnn_field
# says: 10×10
# kind: wrong
"""No padding: maps are too small, resized afterwards."""

import torch.nn.functional as F
from torch import nn


class CNN(nn.Module):
    def __init__(self, channels=16, num_classes=10):
        super().__init__()
        self.a, self.b = nn.Conv2d(1, channels, 3), nn.Conv2d(channels, 32, 3)
        self.c = nn.Linear(128, num_classes)

    def features(self, x):
        size = (x.shape[2] // 4, x.shape[3] // 4)
        x = F.max_pool2d(F.relu(self.a(x)), 2)
        return F.adaptive_max_pool2d(F.relu(self.b(x)), size)

    def forward(self, x):
        return self.c(self.features(x).flatten(1))
