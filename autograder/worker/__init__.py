"""All that runs inside the sandbox: standard library, torch and msgpack only."""
