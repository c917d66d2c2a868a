"""What a question may have a played model do: paid for before it is computed, and bounded."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
import torch

from assignments.pixelcnn.checks.played_tables import table_models
from autograder.checking.oracle import TookTooLong, broadcast, elementwise, player, size_of
from autograder.checking.student import Budget, Cost, Failed, Oracle, Student
from autograder.probes.oracles import KEPT_BYTES, Chain, Hash, Witness
from autograder.probes.order import Grid
from autograder.selfcheck.local import LocalTransport
from tests.conftest import ROOT

SMALL = Budget(calls=5, rows=10, bytes=4_000, call_bytes=10_000, seconds=0.2)


def asked(*args: Any, times: int = 1, **more: Any) -> list[Any]:
    """Ask an oracle that computes something, so many times in one question."""
    play = player([Oracle({"forward": lambda *given: len(given)}, SMALL, **more)])
    return [play("0.forward", args) for _ in range(times)]


def test_what_is_within_its_budget_is_answered() -> None:
    assert asked(torch.zeros(2, 3), 1, times=5) == [2] * 5


def test_each_question_has_a_budget_of_its_own() -> None:
    for _ in range(3):
        assert len(asked(torch.zeros(2, 3), times=5)) == 5


@pytest.mark.parametrize(
    ("args", "times", "words"),
    [
        ((torch.zeros(1),), 6, "called more than 5 times"),
        ((torch.zeros(11),), 1, "more than 10 rows"),
        ((torch.zeros(4),), 3, "more than 10 rows"),
        ((torch.zeros(1 << 40, 0),), 1, "more than 10 rows"),
        ((torch.zeros(3, 1), torch.zeros(1, 100)), 1, "more than 0 MB"),  # 300 entries
        ((torch.zeros(1, 300),), 5, "so much"),
        (([["x" * 100] * 10] * 10,), 1, "so much"),
        (({"a": [0] * 100},), 1, "so much"),
    ],
)
def test_what_is_beyond_it_is_the_students_finding(
    args: tuple[Any, ...], times: int, words: str
) -> None:
    with pytest.raises(Failed, match=words):
        asked(*args, times=times)


def test_nothing_is_computed_that_is_not_paid_for() -> None:
    called: list[int] = []
    forward: Callable[[Any], Any] = lambda x: called.append(1)  # noqa: E731
    costs = {"forward": lambda x: Cost(1, 10_001)}
    with pytest.raises(Failed):
        player([Oracle({"forward": forward}, SMALL, costs)])("0.forward", [1])
    assert not called


def test_the_graders_processor_time_is_counted() -> None:
    def slow(x: Any) -> float:
        end = time.process_time() + 0.1
        while time.process_time() < end:
            pass
        return end

    play = player([Oracle({"forward": slow}, SMALL)])
    with pytest.raises(TookTooLong, match=r"0\.2 s"):
        for _ in range(5):
            play("0.forward", [1])


def test_wrong_input_is_an_error_of_the_caller_and_costs_a_call() -> None:
    play = player([Oracle({"forward": torch.relu}, SMALL)])
    for _ in range(5):
        with pytest.raises(TypeError):
            play("0.forward", ["text"])
    with pytest.raises(Failed, match="called more than"):
        play("0.forward", ["text"])


def test_a_self_check_has_the_same_budget() -> None:
    def greedy(model: Any) -> None:
        for _ in range(100):
            model(torch.zeros(1))

    student = Student(LocalTransport({"greedy": greedy}))
    with pytest.raises(Failed, match="called more than 5 times"):
        student.call_plain("greedy", Oracle({"forward": lambda x: x}, SMALL))


def test_shapes_are_measured_without_the_arrays() -> None:
    assert broadcast((3, 1), (4,)) == [3, 4] and broadcast((0, 5), (1, 5)) == [0, 5]
    assert broadcast() == [] and elementwise("text").rows == 1
    assert elementwise(torch.zeros(5, 1), torch.zeros(1, 1 << 10)).bytes >= 8 * 5 << 10
    assert size_of([torch.zeros(10), "abc", {"a": 1.0}]) > 40


def test_a_witness_keeps_no_more_than_it_needs() -> None:
    grid = Grid(1, 2, 2)
    witness = Witness(Hash(grid, 1), grid, 1_000)
    x = torch.zeros(100_000, *grid.shape)
    for _ in range(KEPT_BYTES // (x.numel() * 4) + 5):
        witness.answer(x)
    assert sum(one.numel() * 4 for one in witness.inputs) <= KEPT_BYTES
    assert witness.calls == KEPT_BYTES // (x.numel() * 4) + 5


def test_a_large_batch_is_answered_as_its_parts_are() -> None:
    grid = Grid(3, 1, 2, 3)
    law = Chain.drawn(grid, torch.Generator().manual_seed(1))
    x = torch.rand((20_000, *grid.shape), generator=torch.Generator().manual_seed(2))
    witness = Witness(law, grid, 99)
    parts = torch.cat([witness.answer(part) for part in torch.split(x, 3_000)])
    assert torch.equal(witness.answer(x), parts)
    assert witness.answer(x[:0]).shape == (0, 3, *grid.shape)
    models = table_models(torch.Generator().manual_seed(1))
    many = models.images[torch.randint(len(models.images), (9_000,))]
    logits = torch.cat([models.pixelcnn.answer(part) for part in torch.split(many, 1_000)])
    assert torch.equal(models.pixelcnn.answer(many), logits)


# The worst call of 15 kB for each method of each played model, and one as large as a call can be.
WORST = {
    "vae.elbo, many draws for many images": "play('1.elbo', [x[:600], noise(1800, 1)])",
    "vae.elbo, as many as are let pass": "play('1.elbo', [x[:100], noise(900, 1)])",
    "vae.elbo, thirteen dimensions": "play('1.elbo', [x[:100], noise(*[1] * 10, 30, 30, 1)])",
    "vae.decode": "play('1.decode', [noise(3_700)])",
    "vae.encode": "play('1.encode', [x[:1200]])",
    "pixelcnn": "play('0.forward', [x[:1200].view(-1, *models.images.shape[1:])])",
    "sampler's model": "play('2.forward', [torch.zeros(1_800, 1, 2, 2).half()])",
    "vae.decode, 4 MB": "play('1.decode', [noise(1_000_000)])",
    "vae.decode, 500 kB": "play('1.decode', [noise(100_000)])",
    "vae.encode, 4 MB": "play('1.encode', [x[:1].repeat(100_000, 1)])",
    "pixelcnn, 4 MB": "play('0.forward', [models.images[:1].repeat(100_000, 1, 1, 1).to(x.dtype)])",
    "sampler's model, 4 MB": "play('2.forward', [torch.zeros(450_000, 1, 2, 2).half()])",
}
MEASURED = """
import json, os, resource, sys, time, torch
from autograder.checking.models.players import whole
from assignments.pixelcnn.checks.played_tables import table_models
from autograder.checking.oracle import player
from autograder.probes.oracles import Hash
from autograder.probes.order import Grid
from autograder.checking.student import Failed
torch.set_num_threads(1)
grid = Grid(1, 2, 2, 2)
drawn = [table_models(torch.Generator().manual_seed(seed)) for seed in range(20)]
models = max(drawn, key=lambda one: one.images.numel())  # sizes come from the secret
def noise(*shape): return torch.zeros(*shape, models.vae.mean.shape[1], dtype=torch.float16)
x = models.images[torch.randint(len(models.images), (2_000,))].flatten(1).to(torch.uint8)
oracles = [models.pixelcnn.oracle(), models.vae.oracle(),
           whole(Hash(grid, 3), grid, 'sample').oracle()]
player(oracles)('1.elbo', [x[:5], noise(5)])
player(oracles)('1.encode', [x])  # BLAS takes its buffers once

def measure(code, times):
    def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    play, before, start = player(oracles), peak(), time.thread_time()
    try:
        for _ in range(times): exec(code, {**globals(), 'play': play})
    except Failed: pass
    models.vae.log_weights(24)
    models.vae.elbos()
    return [peak() - before, time.thread_time() - start]

for name, code in json.loads(sys.argv[1]).items():
    for times in (1, 40):
        sys.stdout.flush()
        if os.fork() == 0:  # a fresh peak each time
            print(json.dumps([name, times, *measure(code, times)]), flush=True)
            os._exit(0)
        os.wait()
"""


# Measuring takes seconds: not in every process.
one_process = pytest.mark.xdist_group("oracle")


@pytest.fixture(scope="module")
def measured() -> dict[tuple[str, int], tuple[float, float]]:
    """Megabytes and seconds of each of WORST, asked once and forty times."""
    command = [sys.executable, "-c", MEASURED, json.dumps(WORST)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {(name, times): (megabytes, seconds) for name, times, megabytes, seconds in lines}


@pytest.mark.parametrize("name", WORST)
@pytest.mark.slow
@one_process
def test_no_call_costs_the_grader_much(
    measured: dict[tuple[str, int], tuple[float, float]], name: str
) -> None:
    megabytes, seconds = measured[name, 1]
    assert megabytes < 100 and seconds < 1
    megabytes, seconds = measured[name, 40]
    assert megabytes < 300 and seconds < 6  # of 150 to 205, as the allocator likes
