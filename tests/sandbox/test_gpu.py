"""Modules on a GPU: what goes there and what stays, who gets one, and the same verdicts with it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from autograder.course.config import Course, load_course
from autograder.course.options import GradingOptions, Limits
from autograder.errors import SandboxError, SandboxGone
from autograder.grading.batch import job_count
from autograder.grading.exam import load_exam
from autograder.sandbox import walls
from autograder.sandbox.base import open_sandbox
from autograder.sandbox.crashes import of_error
from autograder.sandbox.gpu import GpuSlot
from autograder.sandbox.prefork import Terms, _job
from autograder.sandbox.walls import settled_device
from autograder.worker import placement
from autograder.worker.dispatch import Dispatcher
from autograder.worker.placement import CPU, Placement, use_exact_sums
from autograder.worker.played import OracleModel
from tests.conftest import DATA, ROOT
from tests.sandbox.test_docker import KNOWN, verdict_of

# A device that is not the CPU and is everywhere: its tensors have a shape and no values.
META = torch.device("meta")


class Net(nn.Module):
    """Says where it is asked, and with what."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(2))

    def forward(self, x: Tensor) -> Tensor:
        return x * self.weight

    def where(self, x: Any, *more: Any, **named: Any) -> list[str]:
        found = [self.weight.device.type]
        for value in (x, *more, *named.values()):
            one = value[0] if isinstance(value, tuple) else value
            found.append(one.device.type if isinstance(one, Tensor) else "none")
        return found


def where(x: Tensor, model: Net | None = None) -> list[str]:
    return [x.device.type, model.weight.device.type if model else "none"]


def bench_on(placement: Placement) -> Dispatcher:
    return Dispatcher({"Net": Net, "where": where}, lambda method, args: None, placement)


def made(dispatcher: Dispatcher) -> dict[str, Any]:
    ref = dispatcher.answer({"op": "call", "name": "Net", "args": [], "keep": True})
    return {"op": "call", "ref": ref}


def test_a_modules_methods_are_asked_on_the_device() -> None:
    dispatcher = bench_on(Placement(META))
    ask = made(dispatcher) | {"method": "where"}
    x = torch.ones(2)
    told = dispatcher.answer({**ask, "args": [x, {"~tuple": [x]}], "kwargs": {"more": x}})
    assert told == ["meta"] * 4
    assert x.device == CPU


def test_functions_by_name_and_what_they_are_given_stay_on_the_cpu() -> None:
    moved: list[Any] = []

    class Watched(Net):
        def to(self, *args: Any, **kwargs: Any) -> "Watched":
            moved.append(args[0])
            return self  # meta keeps no values, so from there is no way back

    dispatcher = Dispatcher(
        {"Watched": Watched, "where": where}, lambda m, a: None, Placement(META)
    )
    ref = dispatcher.answer({"op": "call", "name": "Watched", "args": [], "keep": True})
    dispatcher.answer({"op": "call", "ref": ref, "method": "where", "args": [1]})
    assert moved == [META]
    ask = {"op": "call", "name": "where", "args": [torch.ones(1), {"~ref": ref}]}
    assert dispatcher.answer(ask) == ["cpu", "cpu"]
    assert moved == [META, CPU]


@pytest.mark.parametrize("kind", ["a generator", "a played model"])
def test_a_module_that_is_given_what_only_the_cpu_has_stays_there(kind: str) -> None:
    dispatcher = bench_on(Placement(META))
    ask = made(dispatcher) | {"method": "where"}
    given = {
        "a generator": {"~ref": dispatcher.answer({"op": "generator", "seed": 1})},
        "a played model": {"~oracle": 0, "methods": {"forward": ["x"]}},
    }[kind]
    assert dispatcher.answer({**ask, "args": [torch.ones(2), given]})[:2] == ["cpu", "cpu"]


def test_gradients_and_training_are_computed_on_the_device(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[str] = []

    class Spy(Placement):
        def run(self, owner: Any, work: Any, *values: Any) -> Any:
            seen.append(f"{type(owner).__name__} {len(values)}")
            return super().run(owner, work, *values)

    dispatcher = bench_on(Spy())
    ref = made(dispatcher)["ref"]
    x = torch.tensor([2.0, 3.0])
    ask = {"op": "vjp", "ref": ref, "args": [x], "wrt": [0], "cotangents": torch.eye(2)}
    (rows,) = dispatcher.answer(ask)
    assert torch.equal(rows, torch.eye(2)) and rows.device == CPU
    ask = {"images": x, "loss": "squares", "steps": 3, "batch_size": 1, "seed": 0, "lr": 0.1}
    ask["optimiser"] = "Adam"
    dispatcher.answer({"op": "train", "ref": ref, **ask})
    assert (dispatcher.answer({"op": "state", "ref": ref})["weight"] < 1).all()
    assert seen == ["NoneType 2", "Net 2", "Net 2"]  # images, and what is wanted of them: nothing


class Homely(nn.Module):
    """Makes a tensor of its own where no GPU is, as many right models do."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []

    def forward(self, x: Tensor) -> Tensor:
        self.calls.append(x.device.type)
        return x + torch.rand(2) + torch.ones(2)


def test_a_module_that_needs_the_cpu_goes_home_and_draws_the_same() -> None:
    placed, model, x = Placement(META), Homely(), torch.zeros(2)
    torch.manual_seed(3)
    answer = placed.run(model, lambda x: model(x), x)
    torch.manual_seed(3)
    assert torch.equal(answer, x + torch.rand(2) + torch.ones(2))
    placed.run(model, lambda x: model(x), x)
    assert model.calls == ["meta", "cpu", "cpu"]  # it is not tried again


@pytest.mark.parametrize(
    "said",
    [
        "Expected all tensors to be on the same device, but found at least two devices",
        "Input type (torch.cuda.FloatTensor) and weight type (X) should be the same",
        "can't convert cuda:0 device type tensor to numpy",
        "Expected a 'cuda' device type for generator but found 'cpu'",
    ],
)
def test_what_torch_says_of_two_devices_is_known(said: str) -> None:
    tries: list[torch.device] = []

    def work(x: Tensor) -> str:
        tries.append(x.device)
        if x.device != CPU:
            raise (TypeError if "convert" in said else RuntimeError)(said)
        return "done"

    assert Placement(META).run(nn.Identity(), work, torch.ones(1)) == "done"
    assert tries == [META, CPU]


def test_an_error_of_the_students_own_is_raised_once() -> None:
    tries: list[int] = []

    def work(x: Tensor) -> None:
        tries.append(1)
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")

    with pytest.raises(RuntimeError, match="shapes"):
        Placement(META).run(nn.Identity(), work, torch.ones(1))
    assert tries == [1]


def test_the_device_is_prepared_once_and_only_when_it_is_used() -> None:
    prepared: list[str] = []
    placed = Placement(META, lambda: prepared.append("now"))
    placed.run(None, lambda x: x, torch.ones(1))
    assert prepared == []
    for _ in range(2):
        placed.run(nn.Identity(), lambda x: x, torch.ones(1))
    assert prepared == ["now"]


def test_a_played_model_is_told_from_a_students_own() -> None:
    oracle = OracleModel(0, {"forward": ["x"]}, lambda method, args: None)
    assert placement._bound([{"model": (oracle,)}])
    assert not placement._bound([nn.Linear(1, 1), torch.ones(1), "text"])


def test_sums_on_a_gpu_are_exact() -> None:
    backends = torch.backends
    before = backends.cudnn.deterministic
    torch.backends.cudnn.allow_tf32 = True
    use_exact_sums()
    assert not backends.cuda.matmul.allow_tf32
    assert not backends.cudnn.allow_tf32
    assert backends.cudnn.deterministic
    assert not backends.cudnn.benchmark
    backends.cudnn.deterministic = before
    cuda: Any = torch.cuda
    assert not cuda.is_initialized()  # nothing of this may wake CUDA before a fork


class FakeDocker:
    """Stands in for autograder.sandbox.docker."""

    def __init__(self, offers: bool) -> None:
        self.offers = offers

    def daemon_offers_gpu(self) -> bool:
        return self.offers


@pytest.mark.parametrize(
    ("device", "sandbox", "offers", "settled"),
    [
        ("cpu", "bubblewrap", True, "cpu"),
        ("cpu", "docker", True, "cpu"),
        ("auto", "bubblewrap", True, "cpu"),
        ("auto", "docker", True, "cuda"),
        ("auto", "docker", False, "cpu"),
        ("cuda", "docker", True, "cuda"),
    ],
)
def test_a_gpu_is_used_where_it_is_asked_for_and_offered(
    device: str, sandbox: str, offers: bool, settled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walls, "docker_module", lambda: FakeDocker(offers))
    assert settled_device(device, sandbox) == settled


def test_a_gpu_that_cannot_be_had_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walls, "docker_module", lambda: FakeDocker(False))
    with pytest.raises(SandboxError, match=r"no access to a GPU.*--sandbox docker"):
        settled_device("cuda", "bubblewrap")
    with pytest.raises(SandboxGone, match=r"offers no GPU.*--device cpu"):
        settled_device("cuda", "docker")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    yield tmp_path


@pytest.mark.usefixtures("temporary")
def test_each_seat_on_a_gpu_is_taken_once() -> None:
    seats = [GpuSlot.taken(["0", "1"], 2) for _ in range(4)]
    assert [seat.gpu for seat in seats] == ["0", "1", "0", "1"]
    with pytest.raises(SandboxGone, match=r"Every GPU .* is taken"):
        GpuSlot.taken(["0", "1"], 2)
    seats[1].leave()
    again = GpuSlot.taken(["0", "1"], 2)
    assert again.gpu == "1"
    for seat in (seats[0], *seats[2:], again):
        seat.leave()


def test_there_are_no_more_workers_than_seats() -> None:
    course: Course = load_course(ROOT)
    two = course.model_copy(update={"grading": GradingOptions(gpus=["0", "1"], jobs_per_gpu=2)})
    assert job_count(8, course, "cuda") == 1
    assert job_count(8, two, "cuda") == 4
    assert job_count(3, two, "cuda") == 3
    assert job_count(8, course) == 8


def test_a_job_on_a_gpu_is_limited_by_its_container_not_its_address_space() -> None:
    assert _job(Limits(), Terms())["gpu_percent"] == 0
    assert _job(Limits(), Terms(gpu_percent=45))["gpu_percent"] == 45


@pytest.mark.parametrize(
    "text",
    [
        "CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has a total capacity of …",
        "CUDA error: out of memory",
    ],
)
def test_too_little_gpu_memory_is_told_apart(text: str) -> None:
    error = {"kind": "RuntimeError", "text": text, "where": ""}
    asked = {"op": "train", "loss": "categorical"}
    crash = of_error(error, asked, Limits())
    assert crash.cause == "memory"
    assert crash.message.startswith("Training the model needed more of the GPU's memory")
    other = of_error({**error, "text": "CUDA error: invalid argument"}, asked, Limits())
    assert other.cause == "exception"


@pytest.mark.gpu
@pytest.mark.docker
@pytest.mark.parametrize("exercise", KNOWN)
def test_verdicts_are_the_same_on_cpu_and_gpu(exercise: str, containers: None) -> None:
    if settled_device("auto", "docker") != "cuda":
        pytest.skip("the Docker daemon offers no GPU")
    exam = load_exam(load_course(ROOT).under("both"), "pixelcnn")
    found = []
    for device in ("cpu", "cuda"):
        with open_sandbox("docker", Limits(), DATA, GradingOptions(), device) as box:
            verdict = verdict_of(exam, exercise, KNOWN[exercise], box)
        outcomes = [(f.check, f.outcome) for f in verdict.findings]
        found.append((verdict.points, outcomes))
    assert found[0] == found[1]
