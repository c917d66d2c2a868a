# expect: relu_by_hand
# says: is 1
# kind: wrong
"""The gradient is multiplied by the output."""


class ReLU:
    def __init__(self):
        self.out = None

    def forward(self, x):
        self.out = x.clamp(min=0)
        return self.out

    def backward(self, grad):
        return grad * self.out
