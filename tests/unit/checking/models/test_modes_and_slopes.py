"""Models that may be random in training mode, and gradients against measured slopes."""

from typing import Any

import pytest
import torch

from autograder.checking.models import causal, repeats, texts
from autograder.checking.models.asked import Plan
from autograder.checking.models.differentiated import reaches_parameters
from autograder.checking.models.repeats import MODES
from autograder.checking.models.text_layout import TextLayout
from autograder.checking.student import Failed, Student
from autograder.selfcheck.local import LocalTransport
from tests.unit.checking.models.language import LM, SOURCE

PLAN = Plan(TextLayout(5, 3))
CHANGED = {
    "dropout": "    def forward(self, tokens):\n"
    "        return F.dropout(super().forward(tokens), 0.5, self.training)",
    "detached": "    def forward(self, tokens):\n"
    "        seen = self.table(self.shifted(tokens)).detach()\n"
    "        return self.read(self.network(seen)[0])",
    "zero buffer": "    def __init__(self, num_tokens):\n"
    "        super().__init__(num_tokens)\n"
    "        self.norm = nn.LayerNorm(16)\n"
    "        self.register_buffer('origin', torch.zeros(1, 1, 16))\n"
    "        self.register_buffer('shift', torch.zeros(16))\n"
    "    def forward(self, tokens):\n"
    "        seen = self.table(self.shifted(tokens))\n"
    "        states = self.network(seen, self.origin.expand(-1, len(seen), -1).contiguous())[0]\n"
    "        return self.read(self.norm(states) + self.shift)",
    "tied": "    def __init__(self, num_tokens):\n"
    "        super().__init__(num_tokens)\n"
    "        self.again = self.read\n"
    "    def forward(self, tokens):\n"
    "        return super().forward(tokens) + self.again(self.table(self.shifted(tokens)\n"
    "            ).repeat(1, 1, 2))",
    "batch": "    def forward(self, tokens):\n"
    "        found = super().forward(tokens)\n"
    "        return found - 0.1 * found.roll(1, 0)",
}


def student(changed: str) -> Student:
    names: dict[str, Any] = {"__name__": "submission"}
    exec(SOURCE, names)
    exec(f"Right = LM\nclass LM(Right):\n{CHANGED[changed]}", names)
    return Student(LocalTransport(names))


def draw() -> torch.Generator:
    return torch.Generator().manual_seed(1)


def test_dropout_passes_where_only_eval_mode_is_asked() -> None:
    for ask in (repeats.is_repeatable, texts.agrees_when_cut):
        ask(student("dropout"), LM, PLAN, draw(), MODES[:1])
        with pytest.raises(Failed, match="training"):
            ask(student("dropout"), LM, PLAN, draw())


def test_who_mixes_texts_of_a_batch_is_told_so_and_not_that_it_leaks() -> None:
    with pytest.raises(Failed, match="other texts of its batch"):
        causal.is_causal(student("batch"), LM, PLAN, draw())


def test_a_detached_table_is_found() -> None:
    with pytest.raises(Failed, match="not the slopes"):
        reaches_parameters(student("detached"), LM, PLAN, draw(), "Look.")


@pytest.mark.parametrize("changed", ["tied", "zero buffer"])
def test_a_parameter_of_two_names_and_a_buffer_of_the_same_numbers_pass(changed: str) -> None:
    reaches_parameters(student(changed), LM, PLAN, draw())
