"""The bodies that requests about a training have, and how a body is read within its limits."""

from typing import Annotated, Any

from fastapi import Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from small_server.wire import MAX_CONFIG_DEPTH, MAX_INGEST_BYTES, MAX_WHOLE, Refused, is_id, read_json

JSON = "application/json"


def _check_depth(config: dict[str, Any]) -> dict[str, Any]:
    level: list[Any] = [config]
    for _ in range(MAX_CONFIG_DEPTH):
        inner = [item.values() if isinstance(item, dict) else item for item in level]
        level = [value for items in inner for value in items if isinstance(value, dict | list)]
    if level:
        raise ValueError(f"at most {MAX_CONFIG_DEPTH} levels deep")
    return config


def _check_id(value: str) -> str:
    if not is_id(value):
        raise ValueError("malformed")
    return value


Name = Annotated[str, StringConstraints(min_length=1, max_length=256)]
Tags = Annotated[list[Annotated[str, StringConstraints(min_length=1, max_length=64)]], Field(max_length=32)]


class _Body(BaseModel):
    model_config = ConfigDict(strict=True)


class Retention(_Body):
    """How much of a log is kept."""

    days: Annotated[float, Field(gt=0, le=36_500)] = 0
    updates: Annotated[int, Field(ge=1, le=MAX_WHOLE)] = 0
    bytes: Annotated[int, Field(ge=1, le=MAX_WHOLE)] = 0


class Start(_Body):
    """`start_training`."""

    train_id: Annotated[str, AfterValidator(_check_id)] = ""
    name: Name = ""
    config: Annotated[dict[str, Any], AfterValidator(_check_depth)] = {}
    tags: Tags = []
    retention: Retention = Retention()
    recipe: str = ""


class Patch(_Body):
    """`patch_training`."""

    name: Name | None = None
    tags: Tags = []
    notes: Annotated[str, Field(max_length=16_384)] | None = None
    retention: Retention | None = None


def read_object(model: type[_Body], body: bytes) -> dict[str, Any]:
    """The fields that a body gives, of those that are known, if each is as it should be."""
    value = read_json(body)
    try:
        return model.model_validate(value).model_dump(exclude_unset=True)
    except ValidationError as error:
        problems = error.errors()
        first = f"{'.'.join(map(str, problems[0]['loc']))}: {problems[0]['msg']}"
        is_id_alone = isinstance(value, dict) and all(problem["loc"] == ("train_id",) for problem in problems)
        raise Refused("bad_id" if is_id_alone else "bad_message", first) from error


async def take_body(request: Request, *content_types: str) -> bytes:
    """The body, read to its end also if it is too large: who sends it may not listen before."""
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type not in content_types:
        raise Refused("unsupported_content_type", f"expected {' or '.join(content_types)}")
    body = bytearray()
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= MAX_INGEST_BYTES:
            body += chunk
    if size > MAX_INGEST_BYTES:
        raise Refused("body_too_large", f"at most {MAX_INGEST_BYTES} bytes")
    return bytes(body)
