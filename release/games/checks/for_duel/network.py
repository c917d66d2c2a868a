"""A generator or a discriminator of a submission: built, and asked."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.student import Handle, Student
from autograder.text.i18n import said

from ..shared.hints import hinted

SAMPLES = said("Samples are (B, data_dim), whatever data_dim is.")
LOGITS = said("One logit for each row, (B,): squeeze the last dimension.")
ALONE = said("A single row gets a single answer: squeeze(1), not squeeze(), and no statistics.")


@dataclass(frozen=True)
class Kind:
    """One of the two classes: its name, and that of the size of its rows."""

    name: str
    width: str
    logits: bool

    def built(self, student: Student, inputs: int, outputs: int, hidden: int = 32) -> "Network":
        """Return a network by its sizes; `outputs` is for a generator alone."""
        sizes = {self.width: inputs, "hidden": hidden}
        if not self.logits:
            sizes["data_dim"] = outputs
        return Network(student.construct(self.name, **sizes), self, inputs, outputs)


KINDS: Mapping[str, Kind] = {
    "Generator": Kind("Generator", "noise_dim", logits=False),
    "Discriminator": Kind("Discriminator", "data_dim", logits=True),
}


@dataclass(frozen=True)
class Network:
    """A network in the student's process."""

    handle: Handle
    kind: Kind
    inputs: int
    outputs: int

    def raw(self, x: Tensor, *, dtype: torch.dtype | None = None, finite: bool = False) -> Tensor:
        """Return its answer in its own shape; raises Failed when it has another one."""
        shape = (len(x),) if self.kind.logits else (len(x), self.outputs)
        told = LOGITS if self.kind.logits else SAMPLES
        if len(x) == 1:
            told = ALONE
        with hinted(told):
            answer = self.handle.call("__call__", x).hint(shape=told)
            return answer.should_have_shape(*shape, dtype=dtype, finite=finite)

    def answers(self, x: Tensor) -> Tensor:
        """Return its answers as rows (B, K), float64."""
        return self.raw(x).double().view(len(x), -1)
