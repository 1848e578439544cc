"""Exit codes of the command line."""

from enum import IntEnum


class Exit(IntEnum):
    """How a run ended; 2 is also what a usage error gives."""

    COMPLETE = 0
    INTERNAL = 1
    USAGE = 2
    INCOMPLETE = 3
    REVIEW = 4
    UNUSABLE = 5
