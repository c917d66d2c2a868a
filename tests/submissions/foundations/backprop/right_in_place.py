"""Works in place, on copies of its own."""

import torch


def numerical_gradient(f, x, h=1e-6):
    moved = x.contiguous().clone()
    flat = moved.view(-1)
    gradient = torch.zeros(x.numel(), dtype=x.dtype)
    for k in range(flat.numel()):
        old = flat[k].item()
        flat[k] = old + h
        gradient[k] = f(moved.clone())
        flat[k] = old - h
        gradient[k] -= f(moved.clone())
        flat[k] = old
    return gradient.div_(2 * h).view(x.shape)


class Linear:
    def __init__(self, weight, bias):
        self.weight, self.bias = weight.clone(), bias.clone()
        self.grad_weight = torch.zeros_like(weight)
        self.grad_bias = torch.zeros_like(bias)

    def forward(self, x):
        self.x = x.clone()
        out = x @ self.weight.mT
        out += self.bias
        return out

    def backward(self, grad):
        self.grad_weight.zero_().addmm_(grad.T, self.x)
        self.grad_bias.zero_().add_(grad.sum(0))
        return grad @ self.weight


class ReLU:
    def __init__(self):
        self.dead = None

    def forward(self, x):
        out = x.clone()
        self.dead = out < 0
        out[self.dead] = 0
        return out

    def backward(self, grad):
        grad = grad.clone()
        grad[self.dead] = 0
        return grad


class SoftmaxCrossEntropy:
    def __init__(self):
        self.grad = None

    def forward(self, logits, labels):
        p = logits - logits.amax(1, keepdim=True)
        chosen = p.gather(1, labels[:, None]).squeeze(1)
        p.exp_()
        total = p.sum(1, keepdim=True)
        value = (total.squeeze(1).log() - chosen).mean()
        p /= total
        p[range(len(labels)), labels] -= 1
        p /= len(labels)
        self.grad = p
        return value

    def backward(self):
        return self.grad.clone()


def backpropagate(layers, loss, x, labels):
    activations = [x]
    for layer in layers:
        activations.append(layer.forward(activations[-1]))
    value = loss.forward(activations[-1], labels)
    gradients = [loss.backward()]
    for k in range(len(layers) - 1, -1, -1):
        gradients.append(layers[k].backward(gradients[-1]))
    return value, gradients[-1]
