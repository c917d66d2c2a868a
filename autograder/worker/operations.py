"""Which operations of PyTorch a call carries out, whatever it calls them by, in all its threads."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from torch.utils._python_dispatch import TorchDispatchMode

from autograder.worker.threads import in_all_threads

MOST_NAMES = 1_000


class OperationNames(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Notes the names of operations while it is entered, on this thread.

    Under torch.inference_mode composite ones come whole, else the parts that they are made of: what
    `torch.nn.functional.conv2d` does is called `aten.conv2d` there, and `aten.convolution` here.
    """

    def __init__(self, names: set[str]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.names = names

    def __torch_dispatch__(
        self,
        func: Any,
        types: Sequence[type],
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        """Carry out one operation and note its name."""
        self.names.add(str(func))
        return func(*args, **dict(kwargs or {}))


@contextmanager
def operation_names() -> Iterator[set[str]]:
    """Give a set that fills with the names of all operations, until the block ends.

    A mode is one thread's, so threads that are begun meanwhile get one of their own.
    """
    names: set[str] = set()
    with in_all_threads(lambda: OperationNames(names)):
        yield names
