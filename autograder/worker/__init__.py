"""All that runs inside the sandbox: standard library, torch, msgpack and `autograder.wire` only."""
