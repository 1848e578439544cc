"""
The key that dossiers are signed with (Ed25519): derived from the master key of the files.

So it needs no keeping of its own, machines that share a store sign alike, and a restored
installation goes on under the same key.
"""

import hmac

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from api.settings import Settings
from api.store.open_blobs import key_place
from api.store.vault import master_key

PURPOSE = b"dossier"
DOMAIN = b"bujiao-intake dossier 1\n"
"""Stands before what is signed: a signature holds for nothing else."""


def signer(settings: Settings) -> Ed25519PrivateKey:
    """Return the installation's key for signing."""
    seed = hmac.digest(master_key(key_place(settings)), PURPOSE, "sha256")
    return Ed25519PrivateKey.from_private_bytes(seed)


def public(key: Ed25519PrivateKey) -> str:
    """Return the public half, hexadecimal: what an auditor notes down."""
    return key.public_key().public_bytes_raw().hex()


def sign(key: Ed25519PrivateKey, content: bytes) -> str:
    """Return the signature, hexadecimal."""
    return key.sign(DOMAIN + content).hex()


def holds(public_key: str, signature: str, content: bytes) -> bool:
    """Say whether a signature is this key's of this content."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), DOMAIN + content)
    except (ValueError, InvalidSignature):
        return False
    return True
