"""Which installed distributions the program needs: `python -m api.operations.closure`."""

import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from re import sub

from packaging.requirements import Requirement

ROOT = "bujiao-intake"
TOOLS = frozenset({"pip", "setuptools", "wheel"})
"""They come with an environment and not with the program."""


def needed(root: str = ROOT) -> dict[str, Distribution]:
    """Return what a distribution needs to run here, itself included, by normalised name."""
    found: dict[str, Distribution] = {}
    waiting, seen = [Requirement(root)], set()
    while waiting:
        wanted = waiting.pop()
        name = normal(wanted.name)
        if (name, *sorted(wanted.extras)) in seen:
            continue
        seen.add((name, *sorted(wanted.extras)))
        try:
            part = distribution(name)
        except PackageNotFoundError:
            continue  # the lock leaves out on purpose what another distribution provides
        found[name] = part
        waiting += [
            requirement
            for requirement in map(Requirement, part.requires or ())
            if _applies(requirement, wanted.extras)
        ]
    return found


def others() -> set[str]:
    """Return the names of what is installed and not needed: tools of development."""
    installed = {normal(part.name) for part in distributions()}
    return installed - set(needed()) - TOOLS


def normal(name: str) -> str:
    """Return a distribution's name as registries compare it."""
    return sub(r"[-_.]+", "-", name).lower()


def _applies(requirement: Requirement, extras: set[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras))


if __name__ == "__main__":
    names = others() if "--others" in sys.argv else set(needed())
    sys.stdout.write("".join(f"{name}\n" for name in sorted(names)))
