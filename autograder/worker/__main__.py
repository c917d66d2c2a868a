"""`python -m autograder.worker WHERE [shared]`: the warm process, inside its outer wall.

WHERE the grader waits: the number of a descriptor of ours, or the path of a socket. `shared`, that
its children get no namespaces, and so a stricter filter of system calls.
"""

import gc
import json
import socket
import sys

LONGEST_FAULT = 2_000


def control_at(where: str) -> socket.socket:
    """Return the control socket; raises OSError when nobody listens at its path."""
    if where.isdigit():
        return socket.socket(fileno=int(where))
    control = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    control.connect(where)
    return control


def main() -> None:
    """Run the warm process; tells the grader what keeps it from getting ready."""
    # Before anything is imported that may be missing or broken: a fault has to be told.
    control = control_at(sys.argv[1])
    gc.disable()  # libraries make a million objects while they are imported, and no garbage
    try:
        from autograder.worker.zygote import run, warm_up

        program = warm_up(shared=sys.argv[2:] == ["shared"])
    except BaseException as error:
        text = f"{type(error).__name__}: {error}"[:LONGEST_FAULT]
        control.send(json.dumps({"fault": text}).encode())
        raise
    gc.enable()
    control.send(json.dumps({"ready": True}).encode())
    run(control, program)


if __name__ == "__main__":
    main()
