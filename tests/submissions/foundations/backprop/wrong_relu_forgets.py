# expect: relu_again
# says: may be repeated
# kind: case
"""The second backward finds nothing: the first one used it up."""


class ReLU:
    def __init__(self):
        self.masks = []

    def forward(self, x):
        self.masks = [x > 0]
        return x.clamp(min=0)

    def backward(self, grad):
        return grad * self.masks.pop()
