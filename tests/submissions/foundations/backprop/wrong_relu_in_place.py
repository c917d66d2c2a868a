# expect: relu_values
# says: changes its argument
# kind: form
"""forward writes zeros into its argument."""


class ReLU:
    def __init__(self):
        self.on = None

    def forward(self, x):
        self.on = x > 0
        return x.clamp_(min=0)

    def backward(self, grad):
        return grad * self.on
