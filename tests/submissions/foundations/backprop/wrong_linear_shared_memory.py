# expect: linear_again
# says: another object
# kind: wrong
"""What forward keeps belongs to the class, not to the object."""


class Linear:
    kept = {}

    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias

    def forward(self, x):
        Linear.kept["x"] = x
        return x @ self.weight.T + self.bias

    def backward(self, grad):
        self.grad_weight = grad.T @ Linear.kept["x"]
        self.grad_bias = grad.sum(0)
        return grad @ self.weight
