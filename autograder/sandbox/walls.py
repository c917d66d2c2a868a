"""Which wall and which device grading has here, said before anything is begun behind it."""

from importlib import import_module
from types import ModuleType

from autograder.course.options import GradingOptions
from autograder.errors import SandboxError, SandboxGone


def wall_of(name: str, options: GradingOptions) -> str:
    """Return the name of a sandbox with what makes it: of a container, the image's id.

    Raises SandboxGone when there is no such image, or no daemon to ask.
    """
    return f"docker {docker_module().image_id(options.image)}" if name == "docker" else name


def settled_device(device: str, sandbox: str) -> str:
    """Return "cpu" or "cuda" for `auto`; raises SandboxError when CUDA cannot be had."""
    if device == "cpu" or (device == "auto" and sandbox == "bubblewrap"):
        return "cpu"
    if sandbox == "bubblewrap":
        raise SandboxError(
            "The bubblewrap sandbox has no access to a GPU. Grade with --device cpu, or with "
            "--sandbox docker."
        )
    if docker_module().daemon_offers_gpu():
        return "cuda"
    if device == "cuda":
        raise SandboxGone(
            "The Docker daemon offers no GPU. Install the NVIDIA Container Toolkit and restart "
            "the daemon, or grade with --device cpu."
        )
    return "cpu"


def docker_module() -> ModuleType:
    """Import the door to Docker only where it is used: a laptop needs neither."""
    try:
        return import_module("autograder.sandbox.docker")
    except ModuleNotFoundError as error:
        raise SandboxGone(
            f"The sandbox docker needs the Python library {error.name}. Install it: pip install "
            f"docker"
        ) from error
