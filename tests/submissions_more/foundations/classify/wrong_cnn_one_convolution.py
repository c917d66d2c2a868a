# expect: cnn_reaches
# says: all of its square
# kind: weak
"""One convolution, pooled by four at once."""

import torch.nn.functional as F
from torch import nn


class CNN(nn.Module):
    def __init__(self, channels=16, num_classes=10):
        super().__init__()
        self.a = nn.Conv2d(1, channels, 3, padding=1)
        self.c = nn.Linear(4 * channels, num_classes)

    def features(self, x):
        return F.max_pool2d(F.relu(self.a(x)), 4)

    def forward(self, x):
        return self.c(self.features(x).flatten(1))
