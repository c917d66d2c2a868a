"""Imported first by a server of forks: what it sets here, every process of a pool inherits."""

from autograder.parallel.startup import start_quickly
from autograder.worker.allocator import keep_freed_memory

start_quickly()
keep_freed_memory()
