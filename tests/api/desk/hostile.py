"""Papers and forms whose every text tries to be more than text."""

import json

from api.store.blobs import put_bytes
from api.store.tables import Revision

SCRIPT = "<script>window.executed = 1</script>"
PICTURE = '<img src=x onerror="window.executed = 1">\'"'
TEMPLATE = "{{7*7}}${7*7}"
OVERRIDE = "\u202eevil\u2066\u200b"
HOSTILE = f"{SCRIPT}{PICTURE}{TEMPLATE}{OVERRIDE}"
SAID_IN = {"value", "text", "seal_text", "owner_name", "title", "label", "note", "legend", "name"}
"""Keys of a record under which words of papers stand."""


def poisoned(told):
    """Return a record as JSON with every word of a paper turned hostile."""
    if isinstance(told, list):
        return [poisoned(item) for item in told]
    if not isinstance(told, dict):
        return told
    free = "readings" in told or "bbox_frac" in told or "box" in told or "reader" in told
    return {
        key: HOSTILE if key in SAID_IN and free and isinstance(item, str) else poisoned(item)
        for key, item in told.items()
    }


def poison(service, case):
    """Put hostile words into a decided case, and into the papers that a review starts from."""
    with service.database.write() as session:
        row = session.get_one(Revision, (case, 1))
        for name in ("case_file", "papers"):
            told = json.loads(service.blobs.read(getattr(row, name)))
            content = json.dumps(poisoned(told), ensure_ascii=False).encode()
            setattr(row, name, put_bytes(service.blobs, content).sha256)
