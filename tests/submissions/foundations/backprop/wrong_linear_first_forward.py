# expect: linear_again
# says: last forward
# kind: case
"""It keeps what it was given first."""


class Linear:
    def __init__(self, weight, bias):
        self.weight, self.bias, self.x = weight, bias, None

    def forward(self, x):
        if self.x is None or self.x.shape != x.shape:
            self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, grad):
        self.grad_weight = grad.T @ self.x
        self.grad_bias = grad.sum(0)
        return grad @ self.weight
