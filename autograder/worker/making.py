"""Objects of ours that a question has made in the student's process, by the question's name."""

from collections.abc import Callable, Mapping
from typing import Any

import torch

from autograder.worker.games import NodePath, TableGame
from autograder.worker.layers import with_state
from autograder.worker.network import Network


def _generator(request: Mapping[str, Any]) -> torch.Generator:
    return torch.Generator().manual_seed(request["seed"])


def _network(request: Mapping[str, Any]) -> Network:
    return Network(request["shape"], request["weights"], request["cut"])


def _tensor(request: Mapping[str, Any]) -> torch.Tensor:
    value: torch.Tensor = request["value"].clone()
    return value.requires_grad_(request["requires_grad"])


def _sequential(request: Mapping[str, Any]) -> torch.nn.Sequential:
    return with_state(*(request[key] for key in ("layers", "state", "frozen", "grads")))


def _node_path(request: Mapping[str, Any]) -> NodePath:
    return NodePath(request["visits"], request["total"], request["actions"])


MAKING: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "generator": _generator,
    "network": _network,
    "tensor": _tensor,
    "sequential": _sequential,
    "game": TableGame,
    "node_path": _node_path,
}
