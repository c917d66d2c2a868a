"""Frames carry plain data unchanged, and nothing else gets through."""

import math
import socket
import struct
import time
from collections.abc import Iterator
from typing import Any

import msgpack
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from autograder.worker import frames, wire

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def frame(header: bytes, body: bytes = b"", magic: bytes = wire.MAGIC) -> bytes:
    return wire.PREFIX.pack(magic, len(header), len(body)) + header + body


def tensor_header(index: int, code: str, shape: Any, size: Any) -> bytes:
    meta = msgpack.packb([index, code, shape, size])
    packed: bytes = msgpack.packb(msgpack.ExtType(frames.TENSOR, meta))
    return packed


def decoded(parts: bytes) -> Any:
    _, header, _ = wire.PREFIX.unpack(parts[: wire.PREFIX.size])
    start = wire.PREFIX.size
    return wire.decode(parts[start : start + header], parts[start + header :])


def joined(value: object) -> bytes:
    return b"".join(bytes(part) for part in wire.encode(value, 1 << 20))


def same(left: Any, right: Any) -> bool:
    if isinstance(left, Tensor):
        return left.dtype == right.dtype and torch.equal(left, right)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(left[k], right[k]) for k in left)
    if isinstance(left, float) and math.isnan(left):
        return math.isnan(right)
    return bool(left == right) and type(left) is type(right)


@pytest.mark.parametrize("dtype", frames.CODES)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 3), (2, 3, 4)])
def test_every_dtype_and_shape_arrives(pair: Pair, dtype: torch.dtype, shape: Any) -> None:
    sent = (torch.rand(shape) * 2).to(dtype)
    wire.send(pair[0], {"x": sent})
    got = wire.receive(pair[1], max_bytes=1 << 10)["x"]
    assert type(got) is Tensor
    assert got.shape == sent.shape
    assert same(got, sent)


def test_views_arrive_as_their_values() -> None:
    x = torch.arange(24.0).reshape(4, 6)
    assert same(
        decoded(joined([x.T, x[:, ::2], x.expand(2, 4, 6)])), [x.T, x[:, ::2], x.expand(2, 4, 6)]
    )
    assert joined(x.requires_grad_())


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.integers(1 - 2**11_999, 2**11_999 - 1)
    | st.floats()
    | st.text(max_size=20)
    | st.builds(lambda n: torch.arange(n, dtype=torch.int16), st.integers(0, 5)),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None)
@given(PLAIN)
def test_plain_data_arrives_unchanged(value: Any) -> None:
    assert same(decoded(joined(value)), value)


@settings(max_examples=300, deadline=None)
@given(PLAIN, st.data())
def test_a_mutated_frame_is_data_or_a_protocol_error(value: Any, data: st.DataObject) -> None:
    raw = bytearray(joined(value))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(raw)
        ours.shutdown(socket.SHUT_WR)
        try:
            got = wire.receive(theirs, max_bytes=1 << 12)
        except (wire.ProtocolError, wire.PeerGone):
            return
    assert joined(got)  # whatever came through is plain data again


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.binary(max_size=32))
def test_random_headers_are_data_or_a_protocol_error(header: bytes, body: bytes) -> None:
    try:
        got = wire.decode(header, body)
    except wire.ProtocolError:
        return
    assert joined(got)


HOSTILE = {
    "another magic": frame(b"\xc0", magic=b"NOPE"),
    "two values": frame(b"\xc0\xc0"),
    "no value": frame(b""),
    "strings that are not utf-8": frame(b"\xa2\xff\xfe"),
    "binary": frame(b"\xc4\x01a"),
    "a timestamp": frame(msgpack.packb(msgpack.Timestamp(1))),
    "an unknown extension": frame(msgpack.packb(msgpack.ExtType(7, b"x"))),
    "keys that are numbers": frame(msgpack.packb({1: 2})),
    "keys that are bytes": frame(b"\x81\xc4\x01a\x01"),
    "nesting": frame(b"\x91" * 100 + b"\xc0"),
    "deep nesting": frame(b"\x91" * 200_000 + b"\xc0"),
    "a long array": frame(b"\xdd\xff\xff\xff\xff"),
    "a long map": frame(b"\xdf\xff\xff\xff\xff"),
    "a long string": frame(b"\xdb\xff\xff\xff\xff"),
    "shape and bytes differ": frame(tensor_header(0, "f4", [1 << 20, 1 << 20], 4), b"1234"),
    "a negative extent": frame(tensor_header(0, "f4", [-1, -1], 4), b"1234"),
    "extents whose product wraps": frame(tensor_header(0, "f4", [1 << 31] * 5, 0)),
    "an extent that is no number": frame(tensor_header(0, "f4", ["4"], 4), b"1234"),
    "too many dimensions": frame(tensor_header(0, "f4", [1] * 9, 4), b"1234"),
    "an unknown dtype": frame(tensor_header(0, "c8", [1], 8), b"12345678"),
    "a size that is no number": frame(tensor_header(0, "f4", [1], True), b"1"),
    "a bool of 2": frame(tensor_header(0, "b1", [1], 1), b"\x02"),
    "a tensor out of order": frame(tensor_header(1, "f4", [1], 4), b"1234"),
    "one place for two tensors": frame(b"\x92" + tensor_header(0, "u1", [4], 4) * 2, b"1234"),
    "bytes of no tensor": frame(b"\xc0", b"1234"),
    "fewer bytes than the tensors": frame(tensor_header(0, "f4", [4], 16), b"1234"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_frames_are_protocol_errors(pair: Pair, name: str) -> None:
    pair[0].settimeout(5)
    pair[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
    pair[0].sendall(HOSTILE[name])
    pair[0].shutdown(socket.SHUT_WR)
    with pytest.raises(wire.ProtocolError):
        wire.receive(pair[1], max_bytes=1 << 20)


@pytest.mark.parametrize("lengths", [(wire.MAX_HEADER + 1, 0), (1, 101), (2**32 - 1, 2**64 - 1)])
def test_lengths_over_the_limit_are_refused_before_anything_comes(
    pair: Pair, lengths: tuple[int, int]
) -> None:
    pair[0].sendall(struct.pack("<4sIQ", wire.MAGIC, *lengths))
    with pytest.raises(wire.TooLarge):
        wire.receive(pair[1], max_bytes=100, deadline=time.monotonic() + 5)


def test_more_values_than_a_receiver_has_time_for_are_refused() -> None:
    most = [[0] * 1_000] * (wire.MAX_ITEMS // 1_001)
    header, body = bytes(wire.encode(most, 1 << 20, 1 << 20)[1]), b""
    assert wire.decode(header, body) == most
    with pytest.raises(wire.TooLarge):
        wire.encode([*most, [0] * 1_000], 1 << 20, 1 << 20)
    with pytest.raises(wire.ProtocolError):
        wire.decode(msgpack.packb([*most, [0] * 1_000]), body)


def test_a_value_over_the_limit_is_refused_before_it_is_copied() -> None:
    with pytest.raises(wire.TooLarge):
        wire.encode([torch.zeros(1).expand(1 << 50)], max_bytes=100)
    with pytest.raises(wire.TooLarge):
        wire.encode("x" * (wire.MAX_HEADER + 1), max_bytes=100)


@pytest.mark.parametrize(
    "value",
    [
        object(),
        1j,
        {1, 2},
        1 << 12_000,
        "\ud800",
        type("Text", (str,), {})("x"),
        torch.zeros(1, dtype=torch.cfloat),
    ],
)
def test_what_is_not_data_is_not_sent(value: object) -> None:
    with pytest.raises(wire.ProtocolError):
        wire.encode(value, max_bytes=1 << 10)


@pytest.mark.parametrize(
    "data", [b"", b"\x07", b"\x00" * 9, b"\xff" * 12, b"\x00" + b"\x01" * 1_499, b"\x7f" * 1_501]
)
def test_a_long_number_has_one_form_and_an_end(data: bytes) -> None:
    with pytest.raises(wire.ProtocolError):
        wire.decode(msgpack.packb(msgpack.ExtType(frames.INTEGER, data)), b"")


def test_a_frame_that_does_not_come_in_time_is_late(pair: Pair) -> None:
    pair[0].sendall(wire.MAGIC)
    start = time.monotonic()
    with pytest.raises(wire.Deadline):
        wire.receive(pair[1], max_bytes=0, deadline=start + 0.05)
    assert time.monotonic() - start < 30  # else it hangs


def test_a_frame_that_is_not_taken_in_time_is_late(pair: Pair) -> None:
    with pytest.raises(wire.Deadline):
        wire.send(pair[0], torch.zeros(1 << 20), deadline=time.monotonic() + 0.05)


def test_a_closed_peer_is_gone(pair: Pair) -> None:
    pair[0].sendall(joined([1, 2])[:-1])
    pair[0].close()
    with pytest.raises(wire.PeerGone):
        wire.receive(pair[1], max_bytes=0)
    with pytest.raises(wire.PeerGone):
        for _ in range(3):
            wire.send(pair[1], "x")
