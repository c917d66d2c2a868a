"""Models of rows in an order, right and wrong, as a student would write them."""

from collections.abc import Mapping
from typing import Any

from autograder.checking.models.asked import ModelClass, Plan
from autograder.checking.student import Student
from autograder.selfcheck.local import LocalTransport

SOURCE = """
import torch
import torch.nn.functional as F
from torch import nn


class MADE(nn.Module):
    def __init__(self, num_dims, hidden_sizes=(32,), order=None):
        super().__init__()
        order = torch.arange(num_dims) if order is None else order
        degree = self.steps(order) + 1
        sizes = [num_dims, *hidden_sizes, num_dims]
        degrees = [degree]
        degrees += [1 + torch.arange(size) % (num_dims - 1) for size in hidden_sizes]
        masks = [self.hidden(one, two) for one, two in zip(degrees, degrees[1:])]
        masks.append(self.last(degrees[-1], degree))
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        for number, mask in enumerate(masks):
            self.register_buffer(f"mask{number}", mask.float())
        self.begin()

    def steps(self, order):
        return order.argsort()

    def hidden(self, one, two):
        return two.unsqueeze(1) >= one

    def last(self, one, degree):
        return degree.unsqueeze(1) > one

    def begin(self):
        pass

    def masked(self, number):
        return self.layers[number].weight * getattr(self, f"mask{number}")

    def forward(self, x):
        for number, layer in enumerate(self.layers):
            x = F.linear(x, self.masked(number), layer.bias)
            if number + 1 < len(self.layers):
                x = torch.tanh(x)
        return x

    def log_prob(self, x):
        nats = F.binary_cross_entropy_with_logits(self(x), x, reduction="none")
        return -nats.sum(1)
"""

# The last class counts; each is the right one but for what is written here.
WRONG: Mapping[str, str] = {
    "right": "",
    "sees itself": "    def last(self, one, degree): return degree.unsqueeze(1) >= one",
    "sees all": "    def last(self, one, degree): return one > 0 * degree.unsqueeze(1)\n"
    "    def hidden(self, one, two): return two.unsqueeze(1) > 0 * one",
    "inverse": "    def steps(self, order): return order",
    "ignored": "    def steps(self, order): return torch.arange(len(order))",
    "backwards": "    def steps(self, order): return order.argsort().neg() + len(order) - 1",
    "masked once": "    def begin(self):\n"
    "        for number, layer in enumerate(self.layers):\n"
    "            layer.weight.data *= getattr(self, f'mask{number}')\n"
    "    def masked(self, number): return self.layers[number].weight",
    "strict": "    def hidden(self, one, two): return two.unsqueeze(1) > one",
    "batch": "    def forward(self, x): return super().forward(x) + x.mean()",
    "normalised in training": "    def forward(self, x):\n"
    "        return super().forward(x) + (x - x.mean()).square().mean() * self.training",
    "noisy": "    def forward(self, x): return F.dropout(super().forward(x), 0.5)",
    "in place": "    def forward(self, x): return super().forward(x.mul_(0.5))",
    "constant": "    def forward(self, x): return super().forward(0 * x)",
    "images": "    def forward(self, x): return torch.stack([0 * x, super().forward(x)], 1)",
    "infinite": "    def forward(self, x): return super().forward(x) / 0",
}


def _arguments(plan: Plan) -> Mapping[str, Any]:
    return {
        "num_dims": plan.layout.grid.size,
        "hidden_sizes": (plan.hidden,) * plan.layers,
        "order": plan.layout.order,
    }


MADE = ModelClass("MADE", _arguments, loss="log_prob")


def student(wrong: str = "right") -> Student:
    """Return a submission with a model that has one mistake."""
    names: dict[str, Any] = {"__name__": "submission"}
    exec(SOURCE, names)
    if WRONG[wrong]:
        exec(f"Right = MADE\nclass MADE(Right):\n{WRONG[wrong]}", names)
    return Student(LocalTransport(names))
