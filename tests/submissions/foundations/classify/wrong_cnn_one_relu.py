# expect: cnn_reaches
# says: out of a ReLU
# kind: weak
"""The second ReLU is missing."""


import torch.nn.functional as F
from torch import Tensor, nn

class CNN(nn.Module):
    def __init__(self, channels=16, num_classes=10):
        super().__init__()
        self.a = nn.Conv2d(1, channels, 3, padding=1)
        self.b = nn.Conv2d(channels, 32, 3, padding=1)
        self.c = nn.Linear(128, num_classes)

    def features(self, x):
        return F.max_pool2d(self.b(F.max_pool2d(F.relu(self.a(x)), 2)), 2)

    def forward(self, x):
        return self.c(self.features(x).flatten(1))
