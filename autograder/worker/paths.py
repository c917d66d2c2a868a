"""Where things stand inside the sandbox; the outer wall puts them there."""

from pathlib import Path

PYTHON = Path("/opt/python")  # the interpreter and its standard library
CODE = Path("/opt/autograder")  # the worker's own modules
PACKAGES = Path("/opt/packages")  # torch and the rest
DATA = Path("/opt/data")  # the assignment's public files
WORKDIR = Path("/tmp/notebook")  # the student's working folder, in a memory of its own
CONTROL = Path("/run/autograder")  # in a container: the folder of the control socket
