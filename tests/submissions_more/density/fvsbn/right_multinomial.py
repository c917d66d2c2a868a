"""Draws by multinomial over two; log-probabilities by log_softmax over two classes."""

import torch
from torch import nn


class FVSBN(nn.Module):
    """Two-class softmax of (0, logit)."""

    def __init__(self, num_dims):
        super(FVSBN, self).__init__()
        self.weight = torch.nn.Parameter(torch.zeros(num_dims, num_dims))
        self.bias = torch.nn.Parameter(torch.zeros(num_dims))

    def _classes(self, logits):
        return torch.stack([torch.zeros_like(logits), logits], -1).log_softmax(-1)

    def forward(self, x):
        return torch.addmm(self.bias, x, self.weight.tril(-1).t())

    def log_prob(self, x):
        return self._classes(self(x)).gather(-1, x.long()[..., None])[..., 0].sum(1)

    @torch.no_grad()
    def sample(self, num_samples, generator=None):
        x = torch.zeros(num_samples, self.bias.shape[0], dtype=self.bias.dtype)
        cut = self.weight.tril(-1)
        logits = self.bias.repeat(num_samples, 1)
        for i in range(x.shape[1]):
            both = self._classes(logits[:, i]).exp()
            x[:, i] = torch.multinomial(both, 1, generator=generator).squeeze(1)
            logits += x[:, i : i + 1] * cut[:, i]
        return x


def fvsbn_gradient(x, weight, bias):
    w, b = torch.tril(weight, -1), bias
    surprise = (x - (x @ w.T + b).sigmoid()) / x.shape[0]
    grads = [surprise[:, i] @ x for i in range(x.shape[1])]
    return torch.stack(grads).tril(-1), surprise.sum(0)


def ascent_step(model, x, learning_rate):
    parameters = tuple(model.parameters())
    before = model.log_prob(x).sum() / len(x)
    steps = torch.autograd.grad(before, parameters)
    state = {name: p + learning_rate * g for (name, p), g in zip(model.named_parameters(), steps)}
    model.load_state_dict({**model.state_dict(), **{k: v.detach() for k, v in state.items()}})
    return before.detach().item()
