"""The model is an nn.Linear whose weight is cut; SGD with maximize."""

import torch
import torch.nn.functional as F
from torch import nn


class FVSBN(nn.Linear):
    def __init__(self, num_dims):
        super().__init__(num_dims, num_dims)

    def forward(self, x):
        return F.linear(x, torch.tril(self.weight, diagonal=-1), self.bias)

    def log_prob(self, x):
        return torch.distributions.Bernoulli(logits=self(x)).log_prob(x).sum(dim=1)

    @torch.no_grad()
    def sample(self, num_samples, generator=None):
        x = torch.zeros(num_samples, self.in_features).to(self.weight)
        for i in range(self.in_features):
            x[:, i].bernoulli_(self(x)[:, i].sigmoid(), generator=generator)
        return x


def fvsbn_gradient(x, weight, bias):
    p = torch.sigmoid(x @ weight.tril(-1).mT + bias)
    outer = torch.einsum("bi,bj->bij", x - p, x)
    return outer.mean(dim=0).tril(-1), (x - p).mean(dim=0)


def ascent_step(model, x, learning_rate):
    optimiser = torch.optim.SGD(model.parameters(), lr=learning_rate, maximize=True)
    optimiser.zero_grad()
    mean = model.log_prob(x).mean()
    mean.backward()
    optimiser.step()
    optimiser.zero_grad()
    return mean.item()
