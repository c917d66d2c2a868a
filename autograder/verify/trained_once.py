"""A sandbox that trains equal models only once, to grade one submission under many secrets.

The course's protocol trains on public data from public seeds, so under every secret the same
weights come of it: they are loaded instead. Whatever differs, in the code, the seed, the images or
what was done to the model before, makes it another model, which is trained. A model that keeps
something outside its state_dict may then answer otherwise than trained; that can only make a right
submission lose something, never hide that it does.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from torch import Tensor

from autograder.checking.stand_in import StandIns
from autograder.checking.student import Play
from autograder.records.cell import CellRun, CodeCell
from autograder.sandbox.base import Sandbox, SandboxTransport, Stopwatch
from autograder.worker.frames import raw_bytes
from autograder.worker.making import MAKING

FEWEST_STEPS = 20  # below, training costs less than to remember it
STATE_BYTES = 1 << 26


class _Trained:
    """What was trained, by all that it may depend on, and how often it was loaded since."""

    def __init__(self) -> None:
        self.states: dict[bytes, dict[str, Tensor]] = {}
        self.loads = 0


def fingerprint(value: Any) -> bytes:
    """Return a hash of plain data, tensors by their bytes."""
    if isinstance(value, Tensor):
        value = f"{value.dtype}{tuple(value.shape)}".encode() + bytes(raw_bytes(value))
    elif isinstance(value, Mapping):
        value = b"".join(key.encode() + fingerprint(value[key]) for key in sorted(value))
    elif isinstance(value, list | tuple):
        value = b"".join(fingerprint(item) for item in value)
    else:
        value = repr(value).encode()
    return sha256(value).digest()


class TrainsOnce:
    """Opens transports that share what was trained; the sandbox is opened and closed outside."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._trained = _Trained()

    @property
    def loads(self) -> int:
        """Return how often a model was loaded in place of being trained."""
        return self._trained.loads

    def open(
        self,
        cells: Sequence[CodeCell],
        stopwatch: Stopwatch | None = None,
        deadly: dict[str, CellRun] | None = None,
        lent: StandIns | None = None,
    ) -> SandboxTransport:
        """Run the cells in a new process and return the transport to it; raises SandboxError."""
        code = fingerprint([[cell.source for cell in cells], list(lent.names) if lent else []])
        return _Transport(self._sandbox.open(cells, stopwatch, deadly, lent), code, self._trained)

    def __enter__(self) -> "TrainsOnce":
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the sandbox to its owner."""


def _is_worth_it(request: Mapping[str, Any]) -> bool:
    """Say whether a question trains, for long; not in parts, whose optimiser nobody can load."""
    whole = request["op"] == "train" and request.get("part") is None
    return whole and bool(request["steps"] >= FEWEST_STEPS)


class _Transport:
    """A transport that knows all that was done to every object, and since the last seeding."""

    def __init__(self, transport: SandboxTransport, code: bytes, trained: _Trained) -> None:
        self._transport, self._code, self._known = transport, code, trained
        self._since_seed = code
        self._histories: dict[int, bytes] = {}

    def ask(self, request: Mapping[str, Any], play: Play | None, max_bytes: int) -> Any:
        """Ask as ever, but load what equal training has given before."""
        key = self._key(request)
        if _is_worth_it(request):
            value = self._trained(request, key, max_bytes)
        else:
            value = self._transport.ask(request, play, max_bytes)
        self._note(request, key, value)
        return value

    def _trained(self, request: Mapping[str, Any], key: bytes, max_bytes: int) -> Any:
        ref = request["ref"]
        states = self._known.states
        if key in states:
            self._known.loads += 1
            self._transport.ask({"op": "load_state", "ref": ref, "state": states[key]}, None, 1024)
            evaluation = {"op": "mode", "ref": ref, "train": False, "dtype": None}
            return self._transport.ask(evaluation, None, 1024)
        value = self._transport.ask(request, None, max_bytes)
        state = self._transport.ask({"op": "state", "ref": ref}, None, STATE_BYTES)
        if isinstance(state, dict):
            states[key] = state
        return value

    def _key(self, request: Mapping[str, Any]) -> bytes:
        """Return what a question is, with all that its answer may depend on."""
        told = {name: self._told(value) for name, value in request.items() if name != "ref"}
        if request["op"] == "seed":
            return fingerprint([self._code, told])  # it sets all global generators again
        return fingerprint([told, self._histories.get(request.get("ref", -1)), self._since_seed])

    def _told(self, value: Any) -> Any:
        """Replace an object's number by all that was done to it."""
        if isinstance(value, dict) and "~ref" in value:
            return self._histories.get(value["~ref"])
        if isinstance(value, dict):
            return {name: self._told(item) for name, item in value.items()}
        if isinstance(value, list | tuple):
            return [self._told(item) for item in value]
        return value

    def _note(self, request: Mapping[str, Any], key: bytes, value: Any) -> None:
        self._since_seed = key  # any question may draw from the global generators
        if "ref" in request:
            self._histories[request["ref"]] = key
        elif isinstance(value, int) and (request.get("keep") or request["op"] in MAKING):
            self._histories[value] = key

    @property
    def alive(self) -> bool:
        """Say whether the process can still be asked."""
        return self._transport.alive

    @property
    def runs(self) -> tuple[CellRun, ...]:
        """Return what each cell printed, drew and raised, in their order."""
        return self._transport.runs

    def fresh(self) -> "_Transport":
        """Return a transport with the same cells in a new process."""
        return _Transport(self._transport.fresh(), self._code, self._known)

    def close(self) -> None:
        """End the process behind this transport."""
        self._transport.close()
