"""Slurm on this machine as one node, of the tests' own: ports, key and files of one run only."""

import getpass
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.transports import wait_until

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "scancel", "squeue", "sinfo")
PATH = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/bin"

CONF = """
ClusterName=tests
SlurmctldHost={host}(127.0.0.1)
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket={folder}/munge.socket
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
SwitchType=switch/none
ReturnToService=2
KillWait=1
NodeName={host} NodeAddr=127.0.0.1 CPUs=8 RealMemory=16000 State=UNKNOWN
PartitionName=debug Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


class NoSlurm(Exception):
    """There can be no Slurm here, and why."""


@dataclass(frozen=True)
class Slurm:
    """A running Slurm; `environment` is what its commands need."""

    environment: Mapping[str, str]

    def say(self, *command: str) -> str:
        """Run one of its commands and give what it says."""
        environment = {**os.environ, **self.environment}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30)
        return done.stdout.strip()

    def jobs(self) -> list[str]:
        """Return the jobs that wait, run or end."""
        return self.say("squeue", "--noheader", "--format=%A").split()


@contextmanager
def one_node() -> Iterator[Slurm]:
    """Start a Slurm that ends with the body; raises NoSlurm."""
    missing = [program for program in PROGRAMS if shutil.which(program, path=PATH) is None]
    if missing:
        raise NoSlurm(f"{', '.join(missing)} not found: apt-get install slurm-wlm munge")
    with TemporaryDirectory(prefix="slurm-") as name, ExitStack() as running:
        folder = Path(name)
        folder.chmod(0o755)  # else munged takes its socket there for unsafe
        for part in ("state", "spool"):
            (folder / part).mkdir()
        conf = folder / "slurm.conf"
        host = socket.gethostname().split(".")[0]
        ports = [free_port(), free_port()]
        text = CONF.format(folder=folder, host=host, user=getpass.getuser(), ports=ports)
        conf.write_text(text)
        slurm = Slurm({"SLURM_CONF": str(conf), "PATH": PATH})
        for command in (_munged(folder), ["slurmctld", "-D"], ["slurmd", "-D", "-N", host]):
            running.enter_context(_running(command, folder, slurm))
        try:
            wait_until(lambda: slurm.say("sinfo", "-h", "-o", "%T") == "idle", "no node is idle")
        except AssertionError as error:
            said = "".join(path.read_text()[-500:] for path in folder.glob("*.said"))
            raise NoSlurm(f"{error}: {said}") from error
        yield slurm
        for job in slurm.jobs():
            slurm.say("scancel", "--signal=KILL", "--full", job)
        wait_until(lambda: not slurm.jobs(), "a job does not end")


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _munged(folder: Path) -> list[str]:
    key = folder / "munge.key"
    key.write_bytes(os.urandom(128))
    key.chmod(0o400)
    places = {"socket": "socket", "pid-file": "pid", "log-file": "log", "seed-file": "seed"}
    options = [f"--{option}={folder}/munge.{suffix}" for option, suffix in places.items()]
    return ["munged", "--foreground", "--force", f"--key-file={key}", *options]


@contextmanager
def _running(command: list[str], folder: Path, slurm: Slurm) -> Iterator[None]:
    with (folder / f"{command[0]}.said").open("w") as said:
        process = subprocess.Popen(
            command,
            env={**os.environ, **slurm.environment},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
