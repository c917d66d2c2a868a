"""What a submitted file may hold. docs/security.md tells these numbers; so do the refusals.

Beside them stands `notebook_mb` of course.toml, the size of the whole file.
"""

MOST_CELLS = 2_000
MOST_SOURCE = 5_000_000  # characters of all cells together, without outputs
MOST_VALUES = 2_000_000  # values of its JSON, outputs and metadata included
MOST_NESTED = 200  # of one value within another

MEGABYTE = 1_000_000

# What reading a file may use. None of the files that keep to the limits above comes near it, so
# whoever reaches it has met a fault of ours or of the machine, and no student loses by that.
BYTES_PER_BYTE = 16
BYTES_MORE = 1_000 * MEGABYTE
CPU_SECONDS = 10
CPU_SECONDS_PER_MB = 0.5
