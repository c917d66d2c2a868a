"""A language model that is asked token by token, by `begin` and `step`, against its `forward`.

`begin(batch)` gives the logits (B, V) of token 0 and a state, `step(token, state)` those of the
next token and the next state. The state is anything, and stays in the student's process.
"""

from dataclasses import dataclass, replace

import torch
from torch import Tensor

from autograder.checking.models.asked import AskedModel, ModelClass, Plan
from autograder.checking.student import Expect, Failed, Handle, Student, StudentCrashed
from autograder.probes.model import distance
from autograder.text.i18n import listed, said

CLOSE = {torch.float32: 1e-4, torch.float64: 1e-9}  # times 1 + |log q|, nats
BATCHES = (3, 1)
EQUAL = said("Step by step a model gives what `forward` gives: the logits of the next token.")


@dataclass(frozen=True)
class Stepped:
    """What one call returned: log-probabilities of the next token, float64 (B, V), and a state."""

    log_probs: Tensor
    state: Handle


@dataclass(frozen=True)
class Streamed:
    """A model that is walked along texts, by its own `begin` and `step`."""

    model: AskedModel

    def begin(self, batch: int) -> Stepped:
        """Return what is said of token 0 of `batch` texts."""
        return self._parts("begin", self.model.handle.construct("begin", batch), batch)

    def step(self, token: Tensor, state: Handle) -> Stepped:
        """Return what is said after one more token, int64 (B,)."""
        returned = self.model.handle.construct("step", token, state)
        return self._parts("step", returned, len(token))

    def along(self, tokens: Tensor) -> Tensor:
        """Return what a plain walk says of texts (B, T), float64 (B, T, V)."""
        at = self.begin(len(tokens))
        said_of = [at.log_probs]
        for token in tokens[:, :-1].unbind(1):
            at = self.step(token, at.state)
            said_of.append(at.log_probs)
        return torch.stack(said_of, 1)

    def whole(self, tokens: Tensor) -> Tensor:
        """Return what `forward` says of texts (B, T), float64 (B, T, V)."""
        expect = Expect((*tokens.shape, self.model.grid.num_values))
        return self.model.handle.forward(tokens, expect).double().log_softmax(-1)

    def agree(self, one: Tensor, other: Tensor) -> bool:
        """Say whether two answers are the same, to the contract's accuracy."""
        allowed = CLOSE[self.model.dtype] * (1 + other.abs().nan_to_num(posinf=0.0))
        return bool((distance(one, other) <= allowed).all())

    def _parts(self, method: str, returned: Handle, batch: int) -> Stepped:
        """Take apart what a method returned; raises Failed unless it is (logits, state)."""
        values = self.model.grid.num_values
        try:
            pair = returned.call_plain("__len__") == 2
            logits = returned.construct("__getitem__", 0) if pair else returned
            got = logits.call("clone", expect=Expect((batch, values)))
            if not pair:
                raise Failed(_pair(method))
        except StudentCrashed as crash:
            if crash.cause != "exception":
                raise
            raise Failed(_pair(method)) from None
        except Failed as failed:
            shape = f"({batch}, {values})"
            told = said(
                "Its logits have shape (B, V), here {shape}, and a floating dtype.", shape=shape
            )
            raise Failed(listed([_pair(method), told]), detail=failed.detail) from None
        return Stepped(got.double().log_softmax(-1), returned.construct("__getitem__", 1))


def _pair(method: str) -> str:
    return said(
        "`{name}` should return two things: the logits, and the state to go on from.", name=method
    )


def streams(student: Student, kind: ModelClass, plan: Plan, draw: torch.Generator) -> None:
    """Ask whether a walk by `begin` and `step` gives what `forward` gives, from any state.

    From each state another continuation is tried first, so that who changes the state that `step`
    is given, or keeps it in the model, goes astray.
    """
    for batch in BATCHES:
        streamed = _born(student, kind, plan, draw)
        grid = plan.layout.grid
        tokens = grid.draw(batch, draw)
        want = streamed.whole(tokens)
        got = _forked(streamed, tokens)
        if not streamed.agree(got, want):
            raise Failed(_mistake(streamed, tokens, got, want))


def _born(student: Student, kind: ModelClass, plan: Plan, draw: torch.Generator) -> Streamed:
    """Return a model after optimiser steps, in float32 where its `begin` knows no other dtype."""
    model = kind.born(student, plan, draw).after_steps(draw)
    try:
        Streamed(model).along(model.grid.draw(1, draw)[:, :2])
    except StudentCrashed as crash:
        if crash.cause != "exception" or model.dtype == torch.float32:
            raise
        model = replace(kind.born(student, plan, draw, single=True)).after_steps(draw)
    return Streamed(model)


def _forked(streamed: Streamed, tokens: Tensor) -> Tensor:
    """Return what a walk says of texts on which each step is taken twice, after another one."""
    values = streamed.model.grid.num_values
    at = streamed.begin(len(tokens))
    said_of = [at.log_probs]
    for token in tokens[:, :-1].unbind(1):
        streamed.step((token + 1) % values, at.state)
        once, again = (streamed.step(token, at.state) for _ in range(2))
        # Were both the same, either would do; where they differ, neither can be compared.
        same = streamed.agree(again.log_probs, once.log_probs)
        said_of.append(once.log_probs if same else torch.full_like(once.log_probs, torch.nan))
        at = again
    return torch.stack(said_of, 1)


def _mistake(streamed: Streamed, tokens: Tensor, got: Tensor, want: Tensor) -> str:
    """Say why a walk with forks does not give what `forward` gives."""
    if not streamed.agree(got[:, 0], want[:, 0]):
        return said(
            "`begin` does not return what `forward` says of token 0: it gives the logits of the "
            "first token, before any is seen."
        )
    plain = streamed.along(tokens)
    if streamed.agree(plain, want):
        return _astray(streamed, tokens, want)
    return listed([EQUAL, _named(streamed, tokens, plain, want)])


def _astray(streamed: Streamed, tokens: Tensor, want: Tensor) -> str:
    """Say whether the state is in the model, or is changed where it stands."""
    at = streamed.begin(len(tokens))
    other = streamed.begin(len(tokens))
    streamed.step((tokens[:, 0] + 1) % streamed.model.grid.num_values, other.state)
    if not streamed.agree(streamed.step(tokens[:, 0], at.state).log_probs, want[:, 1]):
        return said(
            "The state is kept in the model: two texts at once disturb each other. `step` goes by "
            "the state that it is given, and all memory is in that."
        )
    return said(
        "`step` changes the state that it is given: two continuations of one text then disturb "
        "each other. Return a new state, and leave the old one as it was."
    )


def _named(streamed: Streamed, tokens: Tensor, plain: Tensor, want: Tensor) -> str:
    """Name what goes wrong on a plain walk; "" where it has no name."""
    if streamed.agree(plain[:, 1:], want[:, :-1]):
        return said(
            "`step` is one token late: with token t it returns the logits of token t, and those "
            "of token t + 1 are due."
        )
    if streamed.agree(plain, plain[:, :1].expand_as(plain)):
        return said("`step` returns the same logits each time: it has to take in its token.")
    if _forgets(streamed, tokens):
        return said("`step` begins anew with each token: it has to go on from the state.")
    return said("With `begin` they agree, with `step` they do not.")


def _forgets(streamed: Streamed, tokens: Tensor) -> bool:
    """Say whether two texts that differ in their first token are the same to the second step."""
    values = streamed.model.grid.num_values
    firsts = (tokens[:, 0], (tokens[:, 0] + 1) % values)
    states = (streamed.step(one, streamed.begin(len(tokens)).state).state for one in firsts)
    seconds = [streamed.step(tokens[:, 1], state).log_probs for state in states]
    return streamed.agree(*seconds)
