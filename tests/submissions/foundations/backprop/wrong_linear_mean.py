# expect: linear_by_hand
# says: the mean is in the loss already
# kind: unit
"""The mean over the batch instead of the sum."""


class Linear:
    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, grad):
        self.grad_weight = grad.T @ self.x / len(grad)
        self.grad_bias = grad.mean(0)
        return grad @ self.weight
