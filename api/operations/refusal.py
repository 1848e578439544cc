"""Why an operation was not done, for the one at the keyboard."""


class Refused(Exception):
    """The operation was not done; says why, Chinese first."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh}\n{en}")
