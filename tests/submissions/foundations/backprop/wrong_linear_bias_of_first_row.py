# expect: linear_by_hand
# says: sums over the batch
# kind: wrong
"""The bias's gradient is that of one row."""


class Linear:
    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, grad):
        self.grad_weight = grad.T @ self.x
        self.grad_bias = grad[0]
        return grad @ self.weight
