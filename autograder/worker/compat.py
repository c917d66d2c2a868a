"""torchvision, also where its compiled operators cannot be loaded.

Some builds of torch have no torchvision built for them; its datasets, transforms and `make_grid`
are plain Python and work all the same, but importing it fails for want of two operators' schemas.
"""

import importlib

import torch

from autograder.worker.compiler import named_later

_BOXES = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
# Kept: the schemas go when the library that defined them does.
_defined: list[torch.library.Library] = []


def load_torchvision() -> bool:
    """Import torchvision, its missing schemas defined first; say whether it is there."""
    with named_later("torch._dynamo.utils"):  # its operators ask whether they are being compiled
        return _loaded()


def _loaded() -> bool:
    try:
        importlib.import_module("torchvision")
    except ImportError:
        return False
    except RuntimeError as error:
        if "torchvision::" not in str(error):
            raise
        library = torch.library.Library("torchvision", "DEF")
        for operator in ("nms", "qnms"):
            library.define(operator + _BOXES)
        _defined.append(library)
        importlib.import_module("torchvision")
    return True
