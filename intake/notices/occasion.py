"""Whether a case gives occasion for a notice."""


class NotThisNotice(Exception):
    """The case gives no occasion for the notice; the message says why, Chinese first."""
