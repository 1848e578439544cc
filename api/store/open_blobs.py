"""Opens the store of blobs that the settings name."""

from pathlib import Path

from api.settings import Settings
from api.store.blobs import Blobs, LocalBlobs
from api.store.vault import Vault, master_key


def open_blobs(settings: Settings) -> Blobs:
    """
    Return a folder of this machine, or a bucket; what lies there is encrypted.

    On one machine the key is made at the first start. Machines that share a bucket share a key file
    too; without one the bucket's own encryption has to do.
    """
    vault = vault_of(settings)
    if not settings.blobs:
        return LocalBlobs(settings.data / "blobs", vault)
    from api.store.blobs_s3 import ObjectBlobs  # noqa: PLC0415 — loads obstore

    return ObjectBlobs(settings.blobs, vault)


def vault_of(settings: Settings) -> Vault | None:
    """Return what seals the files, its key made if there is none; None for a bucket without key."""
    if settings.blobs and not settings.key_file:
        return None
    return Vault(master_key(key_place(settings)), settings.cipher)


def key_place(settings: Settings) -> Path:
    """Return where the key of the files lies."""
    return settings.key_file or settings.data / "keys" / "blobs.key"
