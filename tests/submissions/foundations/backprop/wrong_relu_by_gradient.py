# expect: relu_by_hand
# says: input decides
# kind: wrong
"""Negative gradients are stopped instead of negative inputs."""


class ReLU:
    def __init__(self):
        pass

    def forward(self, x):
        return x.clamp(min=0)

    def backward(self, grad):
        return grad.clamp(min=0)
