"""Processes that start soon, keep what they free, and share what they have."""

import platform
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.sandbox.base import Sandbox
from tests.support.transports import transport_over

GIVEN_BACK = """
import torch
def resident():
    with open("/proc/self/statm") as told:
        return int(told.read().split()[1]) * 4 // 1024
before = resident()
kept = [torch.ones(1 << 20) for _ in range(12)]  # 4 MB each
full = resident()
del kept
print(full - before, full - resident())
"""

SHARE = """
import os
from pathlib import Path
from autograder.worker.allocator import use_huge_pages
def huge():
    told = Path("/proc/self/smaps_rollup").read_text().split("AnonHugePages:")[1]
    return int(told.split()[0])
kept = [bytes([n % 256]) * 5_000 for n in range(10_000)]
before = huge()
use_huge_pages()
after = huge()
assert all(text == bytes([n % 256]) * 5_000 for n, text in enumerate(kept))
child = os.fork()
if child == 0:
    kept[7] = bytes(5_000)
    os._exit(kept[8][0])
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 8 and kept[7][0] == 7
print(before, after)
"""


def python(script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries decide themselves")
@pytest.mark.slow
def test_freed_memory_is_kept_where_it_is_asked_for() -> None:
    ask = "from autograder.worker.allocator import keep_freed_memory; keep_freed_memory()"
    assert int(python(GIVEN_BACK).split()[1]) >= 40  # else there would be no need to ask
    taken, given_back = map(int, python(f"{ask}\n{GIVEN_BACK}").split())
    assert taken >= 45 and given_back <= 5


@pytest.mark.sandbox
def test_a_students_process_keeps_freed_memory(sandbox: Sandbox) -> None:
    with transport_over(sandbox, GIVEN_BACK) as transport:
        (run,) = transport.runs
    taken, given_back = map(int, run.stdout.split())
    assert taken >= 45 and given_back <= 5


@pytest.mark.skipif(
    not Path("/sys/kernel/mm/transparent_hugepage").is_dir()
    or tuple(map(int, platform.release().split(".")[:2])) < (6, 1),
    reason="this kernel has no huge pages, or does not gather memory in them when asked",
)
def test_memory_is_the_same_in_huge_pages_and_shared_with_a_fork() -> None:
    before, after = map(int, python(SHARE).split())
    assert after - before > 20_000  # kilobytes, of about 50,000


def test_notebooks_are_validated_without_the_grammar_of_internet_addresses() -> None:
    script = """
import sys
from autograder.parallel.startup import start_quickly
start_quickly()
import nbformat
notebook = nbformat.v4.new_notebook()
nbformat.validate(notebook)
notebook.cells = [nbformat.from_dict({"cell_type": "code", "source": 3})]
try:
    nbformat.validate(notebook)
except nbformat.ValidationError:
    print("lark" in sys.modules)
"""
    assert python(script) == "False\n"
