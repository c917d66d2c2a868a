# expect: linear_values
# says: taking a step
# kind: wrong
"""backward takes a step of learning at once."""


class Linear:
    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, grad):
        self.grad_weight = grad.T @ self.x
        self.grad_bias = grad.sum(0)
        back = grad @ self.weight
        self.weight -= 0.01 * self.grad_weight
        self.bias -= 0.01 * self.grad_bias
        return back
