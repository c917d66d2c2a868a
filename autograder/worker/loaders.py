"""DataLoaders with workers, whose work is done in this process: there are no others.

Each worker is what its process would be: it has generators seeded as torch seeds them, its own
copy of the dataset, its turn. So batches, their order and what they draw are the same.
"""

# mypy: disable-error-code="no-untyped-call"

import copy
import random
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import numpy as np
import torch
from torch.utils.data import DataLoader, _DatasetKind
from torch.utils.data._utils import worker as torch_worker
from torch.utils.data.dataloader import _BaseDataLoaderIter

_plain = DataLoader._get_iterator


def install() -> None:
    """Have every DataLoader with workers load here."""

    def iterator(self: DataLoader[Any]) -> Any:
        return _InTurns(self) if self.num_workers else _plain(self)

    DataLoader._get_iterator = iterator  # type: ignore[method-assign]


class _Worker:
    """One worker: what its process would have for itself."""

    def __init__(self, loader: DataLoader[Any], number: int, base_seed: int) -> None:
        self._loader, self.ended = loader, False
        dataset = loader.dataset
        with suppress(Exception):  # a dataset that cannot be copied: it is the student's class
            dataset = copy.copy(dataset)
        seed = base_seed + number
        self._info = torch_worker.WorkerInfo(
            id=number, num_workers=loader.num_workers, seed=seed, dataset=dataset
        )
        self._states = _states()
        with self._inside():
            random.seed(seed)
            torch.manual_seed(seed)
            np.random.seed(torch_worker._generate_state(base_seed, number))
            if loader.worker_init_fn is not None:
                loader.worker_init_fn(number)
        self.renew()

    def renew(self) -> None:
        """Begin the dataset again."""
        self.ended = False
        loader = self._loader
        with self._inside():
            self._fetcher = _DatasetKind.create_fetcher(
                loader._dataset_kind,
                self._info.dataset,
                loader._auto_collation,
                loader.collate_fn,
                loader.drop_last,
            )

    def fetch(self, index: Any) -> Any:
        """Return one batch; raises StopIteration when an iterable dataset has no more."""
        with self._inside():
            return self._fetcher.fetch(index)

    @contextmanager
    def _inside(self) -> Iterator[None]:
        outside, info = _states(), torch_worker._worker_info
        _set_states(self._states)
        torch_worker._worker_info = self._info
        try:
            yield
        finally:
            self._states = _states()
            torch_worker._worker_info = info
            _set_states(outside)


class _InTurns(_BaseDataLoaderIter):
    """Return a loader's batches, each from the worker whose turn it is.

    Batches are asked for as far ahead as torch asks, since a sampler may draw for each.
    """

    def __init__(self, loader: DataLoader[Any]) -> None:
        super().__init__(loader)
        numbers = range(loader.num_workers)
        self._workers = [_Worker(loader, n, int(self._base_seed)) for n in numbers]
        self._reset(loader, first_iter=True)

    def _reset(self, loader: DataLoader[Any], first_iter: bool = False) -> None:
        super()._reset(loader, first_iter)
        for worker in [] if first_iter else self._workers:
            worker.renew()
        self._asked: deque[tuple[_Worker, Any]] = deque()
        self._turn = 0
        for _ in range((loader.prefetch_factor or 2) * len(self._workers)):
            self._ask()

    def _ask(self) -> None:
        """Return the next batch to the next worker that has not come to its end."""
        try:
            index = self._next_index()
        except StopIteration:
            return
        for _ in self._workers:
            worker = self._workers[self._turn]
            self._turn = (self._turn + 1) % len(self._workers)
            if not worker.ended:
                self._asked.append((worker, index))
                return

    def _next_data(self) -> Any:
        while self._asked:
            worker, index = self._asked.popleft()
            if worker.ended:
                continue
            try:
                batch = worker.fetch(index)
            except StopIteration:
                if self._dataset_kind != _DatasetKind.Iterable:
                    raise
                worker.ended = True
            self._ask()
            if not worker.ended:
                return batch
        raise StopIteration


def _states() -> tuple[Any, ...]:
    return random.getstate(), np.random.get_state(), torch.get_rng_state()


def _set_states(states: tuple[Any, ...]) -> None:
    random.setstate(states[0])
    np.random.set_state(states[1])
    torch.set_rng_state(states[2])
