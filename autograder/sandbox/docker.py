"""The outer wall by Docker: a container that holds the worker's image, and nothing of the course.

The only module that imports the `docker` library. The worker is reached by a socket in a folder
that the container sees; it is unlinked as soon as the worker has come. When the socket closes, by
whatever end of the grader, the worker ends, and Docker removes the container.
"""

import os
import shutil
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import docker
import requests
from docker.errors import APIError, DockerException, ImageNotFound, NotFound

from autograder.course.options import GradingOptions, Limits
from autograder.errors import SandboxError, SandboxGone
from autograder.sandbox.container import LABEL, Container, has_apparmor, offers_gpu
from autograder.sandbox.gpu import GpuSlot
from autograder.sandbox.image import staleness
from autograder.storage.scratch import clear_folders, is_dead, make_folder, this_grader

ANSWER_SECONDS = 60
ARRIVAL_SECONDS = 60
REMOVAL_SECONDS = 30


class Docker:
    """Runs the worker in a container of the course's image."""

    def __init__(
        self,
        data: Path,
        limits: Limits,
        options: GradingOptions,
        device: str = "cpu",
        hidden: Sequence[Path] = (),
        *,
        cold: bool = False,
    ) -> None:
        if not data.is_dir():
            raise SandboxError(f"{data}: the assignment's folder is missing. Restore it.")
        self._data = data.resolve()
        self._hidden = hidden
        self._limits = limits
        self._options = options
        self._cuda = device == "cuda"
        self._cold = cold
        self._seat: GpuSlot | None = None
        self._folder: Path | None = None
        self._container = ""

    def start(self) -> socket.socket:
        """Start the warm process; returns our end of its control socket. Raises SandboxError."""
        try:
            with _daemon() as client:
                return self._started(client)
        except BaseException:
            self.stop()
            raise

    def _started(self, client: docker.DockerClient) -> socket.socket:
        info = client.info()
        image = _fitting_image(client, self._options.image)
        if self._cuda:
            self._seat = GpuSlot.taken(self._options.gpus, self._options.jobs_per_gpu)
        _clear(client)
        self._folder = make_folder()
        seen = self._folder / "seen"
        seen.mkdir()
        wanted = Container(
            image=image,
            folder=seen,
            data=self._data,
            hidden=tuple(self._hidden),
            limits=self._limits,
            grader=this_grader(),
            gpu=self._seat.gpu if self._seat else "",
            cold=self._cold,
            apparmor=has_apparmor(info),
        )
        with _listening(seen / "socket") as listener:
            api: Any = client.api  # the library leaves this call untyped
            created = api.create_container_from_config(wanted.config())
            self._container = created["Id"]
            client.api.start(self._container)
            control = self._arrived(client, listener)
        self._forget_folder()  # the container keeps what it sees of it: an empty one
        return control

    def _arrived(self, client: docker.DockerClient, listener: socket.socket) -> socket.socket:
        """Wait until the worker has come; raises SandboxError when its container ends instead."""
        deadline = time.monotonic() + ARRIVAL_SECONDS
        listener.settimeout(0.5)
        while time.monotonic() < deadline:
            with suppress(TimeoutError):
                return listener.accept()[0]
            try:
                state = client.api.inspect_container(self._container)["State"]
            except NotFound:
                break  # it has ended, and Docker has removed it
            if not state["Running"]:
                break
        raise SandboxError(
            f"The container of image {self._options.image} started, but its worker did not come. "
            f"Try it: docker run --rm {self._options.image} nowhere"
        )

    def stop(self) -> None:
        """Remove the container with all that runs in it, and what it was shown."""
        container, self._container = self._container, ""
        try:
            # Most often it has gone already, since its control socket was closed.
            if container:
                with suppress(SandboxGone), _daemon() as client:
                    _remove(client, container)
        finally:
            self._forget_folder()
            if self._seat is not None:
                self._seat.leave()
                self._seat = None

    def _forget_folder(self) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def explain(self, fault: str) -> str:
        """Say, as a sentence with a remedy, why the warm process did not get ready."""
        said = fault or "it ended without a word"
        return (
            f"The worker in the image {self._options.image} did not get ready: {said}. Build the "
            f"image again: autograder image"
        )


@contextmanager
def _daemon() -> Iterator[docker.DockerClient]:
    """Return a connection to the daemon; what goes wrong over it is raised as SandboxGone."""
    client: docker.DockerClient | None = None
    try:
        _knock()
        client = docker.from_env(timeout=ANSWER_SECONDS)
        yield client
    except APIError as error:
        raise SandboxGone(_refusal(str(error.explanation or error))) from error
    except (DockerException, requests.RequestException, _Away) as error:
        raise SandboxGone(
            f"The Docker daemon cannot be reached ({_innermost(error)}). Start it (sudo systemctl "
            f"start docker), be in its group (sudo usermod -aG docker $USER), or grade with "
            f"--sandbox bubblewrap."
        ) from error
    finally:
        if client is not None:
            client.close()


class _Away(Exception):
    """Nobody listens at the daemon's socket."""


def _knock() -> None:
    """Raise _Away when nobody listens: the library would leave a socket open, and say less."""
    address = os.environ.get("DOCKER_HOST") or "unix:///var/run/docker.sock"
    if address.startswith("unix://"):
        with socket.socket(socket.AF_UNIX) as door:
            try:
                door.connect(address.removeprefix("unix://"))
            except OSError as error:
                raise _Away(error.strerror) from error


def _refusal(said: str) -> str:
    if "could not select device driver" in said or "nvidia" in said.lower():
        return (
            f"Docker cannot give the container a GPU ({said.strip()}). Install the NVIDIA "
            f"Container Toolkit, fix `gpus` in course.toml, or grade with --device cpu."
        )
    return f"Docker did not start the worker's container: {said.strip()}. See `docker info`."


def _innermost(error: BaseException) -> str:
    """Return the first cause of an error in few words: the libraries wrap it several times."""
    while error.__context__ is not None:
        error = error.__context__
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _fitting_image(client: docker.DockerClient, name: str) -> str:
    """Return the id of the image, raising SandboxGone when it is missing or stale."""
    try:
        image = client.images.get(name)
    except ImageNotFound as error:
        raise SandboxGone(
            f"There is no grading image {name!r}. Build it: autograder image"
        ) from error
    stale = staleness(image.labels)
    if stale:
        raise SandboxGone(f"The image {name} {stale}. Build it again: autograder image")
    return str(image.id)


@contextmanager
def _listening(path: Path) -> Iterator[socket.socket]:
    """Return a socket listening at `path`, which is there no longer than it has to be."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        listener.bind(str(path))
        try:
            # Open to the container's user; others cannot pass the folder around it.
            path.chmod(0o666)
            path.parent.chmod(0o711)
            listener.listen(1)
            yield listener
        finally:
            path.unlink()


def _clear(client: docker.DockerClient) -> None:
    """Remove what killed graders left: a container that was made but not begun, a folder."""
    clear_folders()
    for one in client.api.containers(all=True, filters={"label": LABEL}):
        if is_dead(one["Labels"][LABEL]):
            _remove(client, one["Id"])


def _remove(client: docker.DockerClient, container: str) -> None:
    """Remove a container, or wait until the daemon, which has begun to, has removed it."""
    deadline = time.monotonic() + REMOVAL_SECONDS
    while True:
        try:
            client.api.remove_container(container, force=True, v=True)
            return
        except NotFound:
            return
        except APIError as error:
            if error.status_code != 409 or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def image_id(name: str) -> str:
    """Return the id of the grading image; raises SandboxGone when it is missing or stale."""
    with _daemon() as client:
        return _fitting_image(client, name)


def daemon_offers_gpu() -> bool:
    """Say whether the daemon can give a container a GPU; raises SandboxGone when it is away."""
    with _daemon() as client:
        info: dict[str, Any] = client.info()
        return offers_gpu(info)
