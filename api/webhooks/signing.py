"""Standard Webhooks 1.0: how a message is signed, and how its secret is written."""

import base64
import hashlib
import hmac
import secrets

PREFIX = "whsec_"
SECRET_BYTES = 32
"""24 to 64 by the standard."""


def new_secret() -> str:
    """Return a secret as receivers' libraries take it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def headers_of(message_id: str, seconds: int, body: bytes, keys: tuple[str, ...]) -> dict[str, str]:
    """Return the headers of a message: one signature per key, so that keys can be changed."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(signature(message_id, seconds, body, key) for key in keys),
    }


def signature(message_id: str, seconds: int, body: bytes, secret: str) -> str:
    """Return the signature under one secret."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{seconds}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
