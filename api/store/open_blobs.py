"""Opens the store of blobs that the settings name."""

from api.settings import Settings
from api.store.blobs import Blobs, LocalBlobs
from api.store.vault import Vault, master_key


def open_blobs(settings: Settings) -> Blobs:
    """
    Return a folder of this machine, or a bucket; what lies there is encrypted.

    On one machine the key is made at the first start. Machines that share a bucket share a key file
    too; without one the bucket's own encryption has to do.
    """
    if not settings.blobs:
        return LocalBlobs(settings.data / "blobs", _vault(settings))
    from api.store.blobs_s3 import ObjectBlobs  # noqa: PLC0415 — loads obstore

    return ObjectBlobs(settings.blobs, _vault(settings) if settings.key_file else None)


def _vault(settings: Settings) -> Vault:
    place = settings.key_file or settings.data / "keys" / "blobs.key"
    return Vault(master_key(place), settings.cipher)
