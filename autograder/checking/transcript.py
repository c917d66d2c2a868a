"""What a submission has answered while one check was asked, kept for the person who may need it."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor

from autograder.checking.transport import Failed, Play, StudentCrashed, Transport
from autograder.text.sanitize import plain

KEPT = 4  # last replies of a check
LONGEST = 300  # characters of one that is told
SHOWN = 6  # entries of a tensor, a list or a dict


@dataclass
class Transcript:
    """The last replies to one check, and what each was asked for.

    That something has been done is a reply without anything in it, and is not noted: what a check
    breaks over after it can only be ours.
    """

    _replies: deque[tuple[str, Any]] = field(default_factory=lambda: deque(maxlen=KEPT))

    def taken_at(self, transport: Transport) -> Transport:
        """Return a transport that asks this one, and notes what comes back."""
        return _NotedTransport(transport, self)

    def note(self, request: Mapping[str, Any], reply: Any) -> None:
        """Keep a value, or the exception that came in its place."""
        if reply is not None:
            target = request.get("name", request.get("method", ""))
            self._replies.append((f"{request.get('op')} {target}".strip(), reply))

    def told(self) -> tuple[str, ...]:
        """Return the replies as short plain text, the last one last; empty when there were none."""
        return tuple(plain(f"{asked}: {_shown(reply)}", LONGEST) for asked, reply in self._replies)


@dataclass(frozen=True)
class _NotedTransport:
    _transport: Transport
    _minutes: Transcript

    def ask(self, request: Mapping[str, Any], play: Play | None, max_bytes: int) -> Any:
        try:
            reply = self._transport.ask(request, play, max_bytes)
        except (StudentCrashed, Failed) as told:
            self._minutes.note(request, told)
            raise
        self._minutes.note(request, reply)
        return reply

    def fresh(self) -> Transport:
        return _NotedTransport(self._transport.fresh(), self._minutes)

    def close(self) -> None:
        self._transport.close()


def _shown(value: Any, depth: int = 0) -> str:
    """Write a reply down, no more of it than can be read."""
    if isinstance(value, StudentCrashed):
        return f"({value.cause}) {value.message} {value.detail}"
    if isinstance(value, Failed):
        return f"(refused) {value.message} {value.detail}"
    if isinstance(value, Tensor):
        kind = f"{str(value.dtype).removeprefix('torch.')} {tuple(value.shape)}"
        return f"{kind} {_row(map(str, value.flatten()[:SHOWN].tolist()), value.numel())}"
    if isinstance(value, list | dict) and depth > 1:
        return f"{type(value).__name__} of {len(value)}"
    if isinstance(value, list):
        return _row((_shown(item, depth + 1) for item in value[:SHOWN]), len(value))
    if isinstance(value, dict):
        items = list(value.items())[:SHOWN]
        shown = (f"{key[:LONGEST]!r}: {_shown(item, depth + 1)}" for key, item in items)
        return _row(shown, len(value))
    return repr(value[:LONGEST] if isinstance(value, str) else value)


def _row(shown: Iterable[str], count: int) -> str:
    more = ", …" if count > SHOWN else ""
    return f"[{', '.join(shown)}{more}]"
