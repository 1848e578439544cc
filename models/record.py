"""The one base class of everything that the pipeline passes on or the store keeps."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A value: frozen, and closed to unknown fields."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", serialize_by_alias=True, validate_by_name=True
    )
