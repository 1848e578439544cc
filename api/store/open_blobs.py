"""Opens the store of blobs that the settings name."""

from api.settings import Settings
from api.store.blobs import Blobs, LocalBlobs


def open_blobs(settings: Settings) -> Blobs:
    """Return a folder of this machine, or a bucket."""
    if not settings.blobs:
        return LocalBlobs(settings.data / "blobs")
    from api.store.blobs_s3 import ObjectBlobs  # noqa: PLC0415 — loads obstore

    return ObjectBlobs(settings.blobs)
