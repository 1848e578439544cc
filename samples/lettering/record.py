"""Which recipe made the weights: one hash over the sources that decide what is learned."""

import hashlib
from importlib.resources import files

SOURCES = (
    ("samples.lettering", "designs.py"),
    ("samples.lettering", "net.py"),
    ("samples.lettering", "scene.py"),
    ("samples.lettering", "train.py"),
    ("intake.seals", "planes.py"),
)
"""The modules that decide what is learned, how, and what the network sees."""


def sources_hash() -> str:
    """Return the SHA-256 of the recipe's sources, one after another, line ends as in git."""
    digest = hashlib.sha256()
    for package, name in SOURCES:
        text = files(package).joinpath(name).read_text("utf-8")
        digest.update(name.encode() + b"\0" + text.encode() + b"\0")
    return digest.hexdigest()
