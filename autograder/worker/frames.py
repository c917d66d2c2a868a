"""Values as frames, and frames as values: magic, two lengths, a msgpack header, raw tensor bytes.

Only data crosses: None, bool, int, float, str, lists, dicts with string keys, and dense tensors.
Whole numbers beyond the 64 bits of msgpack's own cross as bytes, up to what can be printed.
Never pickle, never an object with behaviour. Both sides use this module, but only the grader's
side is trusted, so each length is checked before anything is allocated for it.
"""

import math
import struct
from typing import Any

import msgpack
import torch
from torch import Tensor

MAGIC = b"DGM1"
PREFIX = struct.Struct("<4sIQ")  # magic, header bytes, body bytes
TENSOR = 1  # msgpack extension code: [index, dtype, shape, bytes]
INTEGER = 2  # msgpack extension code: a whole number of more than 64 bits, in two's complement

BROKEN_STATUS = 71  # a worker exits with it when its wire is unusable

MAX_HEADER = 1 << 18
MAX_DEPTH = 16
MAX_ITEMS = 1 << 16
MAX_KEYS = 1 << 12
MAX_TENSORS = 1 << 12
MAX_DIMENSIONS = 8
MAX_EXTENT = 1 << 31
MAX_STRIDE = 1 << 60
MAX_INTEGER = 1500  # bytes of one: some 3,600 digits, of which Python prints 4,300

DTYPES = {
    "f2": torch.float16,
    "bf": torch.bfloat16,
    "f4": torch.float32,
    "f8": torch.float64,
    "i1": torch.int8,
    "i2": torch.int16,
    "i4": torch.int32,
    "i8": torch.int64,
    "u1": torch.uint8,
    "b1": torch.bool,
}
CODES = {dtype: code for code, dtype in DTYPES.items()}


class ProtocolError(Exception):
    """The bytes are not a frame, or the value cannot be one."""


class TooLarge(ProtocolError):
    """A frame is larger than the receiver said it would take."""


class _Slot:
    """A tensor announced in a header; its bytes stand at `start` of the body."""

    def __init__(self, index: int, dtype: torch.dtype, shape: list[int], size: int) -> None:
        self.index, self.dtype, self.shape, self.size = index, dtype, shape, size
        self.start = 0


def encode(value: object, max_bytes: int, max_header: int = MAX_HEADER) -> list[bytes | memoryview]:
    """Return the parts of the frame that carries `value`.

    Args: `max_bytes`, most bytes of all tensors together. Raises TooLarge before any tensor is
    copied, and ProtocolError when `value` is not data.
    """
    tensors: list[Tensor] = []
    sizes: list[int] = []

    def announce(item: object) -> Any:
        if isinstance(item, tuple):
            return list(item)
        if type(item) is int:
            return msgpack.ExtType(INTEGER, _integer_bytes(item))
        if not isinstance(item, Tensor) or item.dtype not in CODES:
            raise ProtocolError(f"a {type(item).__name__} is not data")
        size = item.numel() * item.element_size()
        tensors.append(item)
        sizes.append(size)
        if sum(sizes) > max_bytes or len(tensors) > MAX_TENSORS:
            raise TooLarge(f"tensors of more than {max_bytes} bytes")
        meta = [len(tensors) - 1, CODES[item.dtype], list(item.shape), size]
        return msgpack.ExtType(TENSOR, msgpack.packb(meta))

    try:
        header = msgpack.packb(value, default=announce, strict_types=True)
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise ProtocolError(f"not data: {error}") from error
    if len(header) > max_header:
        raise TooLarge(f"a header of more than {max_header} bytes")
    if len(header) > MAX_ITEMS and _parts(value) > MAX_ITEMS:
        raise TooLarge(f"a value of more than {MAX_ITEMS} parts")
    prefix = PREFIX.pack(MAGIC, len(header), sum(sizes))
    return [prefix, header, *(raw_bytes(tensor) for tensor in tensors)]


def is_small(number: int) -> bool:
    """Say whether a whole number is within the 64 bits of msgpack's own."""
    return -(2**63) <= number < 2**64


def holds(number: int) -> bool:
    """Say whether a frame can hold a whole number."""
    return number.bit_length() < 8 * MAX_INTEGER


def _integer_bytes(number: int) -> bytes:
    if not holds(number):
        raise ProtocolError(f"a whole number of more than {MAX_INTEGER} bytes is not data")
    return number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True)


def _integer(data: bytes) -> int:
    """Return a whole number; raises ProtocolError for one in another form than `encode` has it."""
    number = int.from_bytes(data, "big", signed=True)
    if is_small(number) or _integer_bytes(number) != data:
        raise ProtocolError("a whole number in another form")
    return number


def _parts(value: object) -> int:
    """Count a value and all within it, as the receiver will."""
    if isinstance(value, dict):
        return 1 + sum(map(_parts, value.values()))
    return 1 + sum(map(_parts, value)) if isinstance(value, list | tuple) else 1


def raw_bytes(tensor: Tensor) -> memoryview:
    """Return a tensor's bytes in the order of its entries, whatever its strides and its flags
    say.
    """
    if tensor.numel() == 0:
        return memoryview(b"")
    dense = tensor.detach().cpu()
    if dense.is_neg() or dense._is_zerotensor() or not dense.is_contiguous():
        dense = torch.empty(dense.shape, dtype=dense.dtype).copy_(dense)
    # Of a dimension with one entry the stride means nothing, and may be anything.
    raw = dense.as_strided((dense.numel(),), (1,)).view(torch.uint8)
    if tensor.dtype is torch.bool:
        raw = raw.ne(0).view(torch.uint8)  # every other byte than 0 is true to torch
    return raw.numpy().data


def decode(header: bytes | bytearray, body: bytes | bytearray) -> Any:
    """Return the value of a frame's header and body; raises ProtocolError if they are not one."""
    slots: list[_Slot] = []

    def announced(code: int, data: bytes) -> _Slot | int:
        if code == INTEGER:
            return _integer(data)
        if code != TENSOR or len(slots) >= MAX_TENSORS:
            raise ProtocolError("an unknown extension, or too many tensors")
        slots.append(_slot(data))
        return slots[-1]

    try:
        value = msgpack.unpackb(
            header,
            ext_hook=announced,
            strict_map_key=True,
            max_str_len=len(header),
            max_bin_len=0,
            max_array_len=MAX_ITEMS,
            max_map_len=MAX_KEYS,
            max_ext_len=MAX_INTEGER,
        )
    except (ValueError, TypeError, msgpack.UnpackException, RecursionError) as error:
        # UnicodeDecodeError, FormatError and StackError are among them.
        raise ProtocolError(f"the header is not data: {type(error).__name__}") from error
    _account(slots, len(body))
    return _filled(value, memoryview(body), 0, [MAX_ITEMS])


def _slot(data: bytes) -> _Slot:
    """Read and check what a header says of one tensor; raises ProtocolError and msgpack's errors.

    Strides of a tensor without entries are products of its other extents, and have to be numbers.
    """
    meta = msgpack.unpackb(data, max_array_len=MAX_DIMENSIONS, max_map_len=0, max_ext_len=0)
    if type(meta) is not list or len(meta) != 4:
        raise ProtocolError("a tensor is announced in another form")
    index, code, shape, size = meta
    if type(index) is not int or type(size) is not int or type(code) is not str:
        raise ProtocolError("a tensor is announced in another form")
    if code not in DTYPES or type(shape) is not list:
        raise ProtocolError("a tensor of an unknown dtype")
    if not all(type(n) is int and 0 <= n <= MAX_EXTENT for n in shape):
        raise ProtocolError("a tensor of an impossible shape")
    if math.prod(shape) * DTYPES[code].itemsize != size:
        raise ProtocolError("a tensor whose bytes do not fit its shape")
    if math.prod(extent for extent in shape if extent) > MAX_STRIDE:
        raise ProtocolError("a tensor of an impossible shape")
    return _Slot(index, DTYPES[code], shape, size)


def _account(slots: list[_Slot], body_bytes: int) -> None:
    """Return each tensor its place; raise ProtocolError unless they fill the body exactly."""
    start = 0
    for expected, slot in enumerate(sorted(slots, key=lambda slot: slot.index)):
        if slot.index != expected:
            raise ProtocolError("the tensors are not numbered in order")
        slot.start = start
        start += slot.size
    if start != body_bytes:
        raise ProtocolError("the tensors do not fill the body")


def _filled(value: Any, body: memoryview, depth: int, room: list[int]) -> Any:
    """Put tensors in their slots, and refuse every other type, too deep a nesting and too many.

    `room`, how many values there may still be: each costs the receiver time that nobody counts.
    """
    room[0] -= 1
    if depth > MAX_DEPTH or room[0] < 0:
        raise ProtocolError("the value is nested too deeply, or of too many parts")
    if isinstance(value, _Slot):
        return _tensor(value, body)
    if type(value) is list:
        return [_filled(item, body, depth + 1, room) for item in value]
    if type(value) is dict:
        if not all(type(key) is str for key in value):
            raise ProtocolError("a key is not a string")
        return {key: _filled(item, body, depth + 1, room) for key, item in value.items()}
    if value is None or type(value) in (bool, int, float, str):
        return value
    raise ProtocolError(f"a {type(value).__name__} is not data")


def _tensor(slot: _Slot, body: memoryview) -> Tensor:
    if slot.size == 0:
        return torch.zeros(slot.shape, dtype=slot.dtype)
    # A copy of its own: aligned for every dtype, and not kept alive by the other tensors.
    raw = torch.frombuffer(bytearray(body[slot.start : slot.start + slot.size]), dtype=torch.uint8)
    if slot.dtype is torch.bool and bool((raw > 1).any()):
        raise ProtocolError("a bool that is neither 0 nor 1")
    return raw.view(slot.dtype).reshape(slot.shape)
