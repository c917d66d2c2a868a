"""How models are trained: the same for everyone, and published with the assignment."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

PUBLISHED_LR = 3e-3  # where neither course.toml nor a check says another


@dataclass(frozen=True)
class Protocol:
    """One exercise's training: `steps` batches of `batch_size`, and the optimiser with its rate.

    `optimiser`, the name of a class of `torch.optim`. It is what `[assignments.….training.…]` in
    course.toml says.
    """

    steps: int
    batch_size: int = 64
    learning_rate: float = PUBLISHED_LR
    optimiser: str = "Adam"

    def as_request(self) -> dict[str, Any]:
        """Return the arguments of `train_by_protocol` that it stands for."""
        values = asdict(self)
        rate = values.pop("learning_rate")
        return {**values, "lr": rate}


def protocol_of(given: Mapping[str, Any] | None) -> Protocol | None:
    """Return the protocol that a released self-check cell was given, None for none."""
    return Protocol(**given) if given else None


def chosen_of(protocol: Protocol | None, chosen: Mapping[str, Any]) -> Protocol:
    """Return a protocol with what a check has chosen otherwise; `lr` is its learning rate.

    Raises TypeError for a name that it does not have, and where nothing says how many steps.
    """
    given = {"learning_rate" if name == "lr" else name: value for name, value in chosen.items()}
    return replace(protocol, **given) if protocol else Protocol(**given)
