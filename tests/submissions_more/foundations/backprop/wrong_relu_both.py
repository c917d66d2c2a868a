# expect: relu_by_hand
# says: input decides
# kind: wrong
"""Negative inputs and negative gradients are stopped."""


class ReLU:
    def __init__(self):
        self.on = None

    def forward(self, x):
        self.on = x > 0
        return x.clamp(min=0)

    def backward(self, grad):
        return (grad * self.on).clamp(min=0)
