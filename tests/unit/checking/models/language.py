"""Language models, right and wrong, as a student would write them."""

from collections.abc import Mapping
from typing import Any

from autograder.checking.models.asked import ModelClass, Plan
from autograder.checking.student import Student
from autograder.selfcheck.local import LocalTransport

SOURCE = """
import torch
import torch.nn.functional as F
from torch import nn


class LM(nn.Module):
    def __init__(self, num_tokens, dim=8, hidden=16):
        super().__init__()
        self.start = num_tokens
        self.table = nn.Embedding(num_tokens + 1, dim)
        self.network = nn.GRU(dim, hidden, batch_first=True)
        self.read = nn.Linear(hidden, num_tokens)

    def shifted(self, tokens):
        start = tokens.new_full((len(tokens), 1), self.start)
        return torch.cat([start, tokens[:, :-1]], 1)

    def forward(self, tokens):
        return self.read(self.network(self.table(self.shifted(tokens)))[0])

    def begin(self, batch):
        return self.step(torch.full((batch,), self.start), None)

    def step(self, token, state):
        states, state = self.network(self.table(token[:, None]), state)
        return self.read(states[:, 0]), state


class Translation(LM):
    def __init__(self, num_tokens):
        super().__init__(num_tokens)
        self.source = nn.Embedding(7, 8)

    def forward(self, source, lengths, tokens):
        real = torch.arange(source.shape[1]) < lengths[:, None]
        of_source = (self.source(source) * real[..., None]).sum(1)
        start = self.table(self.shifted(tokens))
        return self.read(self.network(start + of_source[:, None])[0])
"""

# The last class counts; each is the right one but for what is written here.
WRONG: Mapping[str, str] = {
    "right": "",
    "not shifted": "    def shifted(self, tokens): return tokens",
    "shifted back": "    def shifted(self, tokens): return tokens.roll(-1, 1)",
    "sees all": "    def forward(self, tokens):\n"
    "        mean = self.table(tokens).mean(1, keepdim=True)\n"
    "        return self.read(self.network(self.table(self.shifted(tokens)) + mean)[0])",
    "backwards": "    def forward(self, tokens):\n"
    "        return super().forward(tokens.flip(1)).flip(1)",
    "one value leaks": "    def forward(self, tokens):\n"
    "        here = ((tokens == 3).sum(1) == 1) & (tokens[:, -1] == 3)\n"
    "        shift = torch.eye(self.start).to(self.read.weight)[0]\n"
    "        return super().forward(tokens) + here[:, None, None] * shift",
    "shifted twice": "    def shifted(self, tokens):\n"
    "        return super().shifted(super().shifted(tokens))",
    "one token": "    def forward(self, tokens):\n"
    "        return self.read(self.table(self.shifted(tokens)).repeat(1, 1, 2))",
    "first lost": "    def shifted(self, tokens):\n"
    "        start = tokens[:, :2] * 0 + self.start\n"
    "        return torch.cat([start, tokens[:, 1:-1]], 1)[:, :tokens.shape[1]]",
    "bag": "    def forward(self, tokens):\n"
    "        seen = self.table(self.shifted(tokens)).cumsum(1)\n"
    "        return self.read(seen.tanh().repeat(1, 1, 2))",
    "by length": "    def forward(self, tokens):\n"
    "        scale = 1 + torch.eye(self.start)[0].to(self.read.weight) * tokens.shape[1]\n"
    "        return super().forward(tokens) * scale",
    "batch": "    def forward(self, tokens):\n"
    "        found = super().forward(tokens)\n"
    "        return found - 0.1 * found.softmax(0)",
    "time first": "    def __init__(self, num_tokens):\n"
    "        super().__init__(num_tokens)\n"
    "        self.network = nn.GRU(8, 16)",
    "noisy": "    def forward(self, tokens): return F.dropout(super().forward(tokens), 0.5)",
    "in place": "    def forward(self, tokens):\n"
    "        found = super().forward(tokens)\n"
    "        tokens[:, -1] = 0\n"
    "        return found",
    "constant": "    def forward(self, tokens): return super().forward(0 * tokens)",
    "infinite": "    def forward(self, tokens): return super().forward(tokens) / 0",
    "no state": "    def step(self, token, state): return super().step(token, None)",
    "late": "    def begin(self, batch):\n"
    "        start = torch.full((batch,), self.start)\n"
    "        return Right.step(self, start, None)[0], (start, None)\n"
    "    def step(self, token, state):\n"
    "        found, after = Right.step(self, *state)\n"
    "        return found, (token, after)",
    "begin twice": "    def begin(self, batch):\n"
    "        return self.step(torch.zeros(batch).long(), None)",
    "in the model": "    def begin(self, batch):\n"
    "        found, self.state = super().step(torch.full((batch,), self.start), None)\n"
    "        return found, None\n"
    "    def step(self, token, state):\n"
    "        found, self.state = super().step(token, self.state)\n"
    "        return found, None",
    "state in place": "    def begin(self, batch):\n"
    "        return super().step(torch.full((batch,), self.start), None)\n"
    "    def step(self, token, state):\n"
    "        found, after = super().step(token, state)\n"
    "        return found, state.copy_(after)",
    "logits alone": "    def begin(self, batch): return super().begin(batch)[0]",
}


def _arguments(plan: Plan) -> Mapping[str, Any]:
    return {"num_tokens": plan.layout.grid.num_values}


LM = ModelClass("LM", _arguments, loss="tokens")
TRANSLATION = ModelClass("Translation", _arguments, loss="tokens")


def student(wrong: str = "right") -> Student:
    """Return a submission with a language model that has one mistake."""
    names: dict[str, Any] = {"__name__": "submission"}
    exec(SOURCE, names)
    if WRONG[wrong]:
        exec(f"Right = LM\nclass LM(Right):\n{WRONG[wrong]}", names)
    return Student(LocalTransport(names))
