"""REST: what trainers publish, and what viewers without WebSocket read."""

import asyncio
import hashlib
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from small_server import series
from small_server.bodies import JSON, Patch, Start, read_object, take_body
from small_server.reports import read_body
from small_server.store import Row
from small_server.training_list import pages
from small_server.trainings import Training, Trainings
from small_server.wire import (
    CAPABILITIES,
    MAX_PAGE_TRAININGS,
    MAX_PAGE_UPDATES,
    MAX_SERIES_POINTS,
    MAX_WAIT_SECONDS,
    MAX_WHOLE,
    SERVER,
    VERSION,
    Refused,
    write_json,
)

NDJSON = "application/x-ndjson"

Status = Literal["queued", "starting", "running", "paused", "completed", "failed", "cancelled"]
Axis = Literal["step", "time", "seq"]
Position = Annotated[int, Query(ge=0, le=MAX_WHOLE)]
Bound = Annotated[float | None, Query(ge=0, allow_inf_nan=False)]


def json_answer(text: str, status: int = 200, etag: str | None = None) -> Response:
    """Text that is JSON already."""
    return Response(text, status, {"ETag": etag} if etag else None, JSON)


def routes(trainings: Trainings) -> APIRouter:
    """All requests below `/api/v1`."""
    router = APIRouter(prefix="/api/v1")
    _add_reading(router, trainings)
    _add_changing(router, trainings)

    @router.get("/version")
    async def version() -> dict[str, Any]:
        name, number = SERVER.split(" ")
        about = {"supported": [VERSION], "capabilities": CAPABILITIES}
        return {"name": name, "version": number, **about}

    @router.get("/session")
    async def session() -> dict[str, bool]:
        return {"tokens_required": False, "authenticated": False}

    return router


def _add_reading(router: APIRouter, trainings: Trainings) -> None:
    @router.get("/trainings")
    async def list_trainings(
        status: Status | None = None,
        q: str = "",
        limit: Annotated[int, Query(ge=1, le=MAX_PAGE_TRAININGS)] = 100,
        cursor: Position = MAX_WHOLE,
    ) -> Response:
        return json_answer(_trainings_page(trainings, status, q.lower(), limit, cursor))

    @router.get("/trainings/{train_id}")
    async def get_training(train_id: str, request: Request) -> Response:
        text = write_json(trainings.find(train_id).summary())
        etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
        return _unless_same(request, etag) or json_answer(text, etag=etag)

    @router.get("/trainings/{train_id}/updates")
    async def get_updates(
        train_id: str,
        after_seq: Position = 0,
        stream_id: Annotated[str | None, Query(min_length=1)] = None,
        limit: Annotated[int, Query(ge=1, le=MAX_PAGE_UPDATES)] = 1000,
        wait_seconds: Annotated[float, Query(ge=0, le=MAX_WAIT_SECONDS)] = 0,
    ) -> Response:
        training = trainings.find(train_id)
        _check_place(training, after_seq, stream_id)
        await _wait(training, after_seq, wait_seconds)
        trainings.find(train_id)
        _check_place(training, after_seq, stream_id)
        rows = trainings.store.after(train_id, after_seq, limit)
        return json_answer(_updates_page(training, after_seq, rows))

    @router.get("/trainings/{train_id}/series")
    async def get_series(
        train_id: str,
        request: Request,
        metrics: str | None = None,
        points: Annotated[int, Query(ge=1, le=MAX_SERIES_POINTS)] = 1000,
        x: Axis = "step",
        least: Annotated[Bound, Query(alias="from")] = None,
        greatest: Annotated[Bound, Query(alias="to")] = None,
        digits: Annotated[int | None, Query(ge=1, le=15)] = None,
    ) -> Response:
        training = trainings.find(train_id)
        if least is not None and greatest is not None and least > greatest:
            raise Refused("bad_message", "from lies above to")
        place = training.place()
        etag = f'"{place["stream_id"]}-{place["first_seq"]}-{place["seq"]}"'
        same = _unless_same(request, etag)
        if same:
            return same
        query = series.Query(metrics, points, x, least, greatest, digits)
        log = trainings.store.log(train_id)
        answer = await run_in_threadpool(series.series_answer, place, log, query)
        return json_answer(write_json(answer), etag=etag)


def _add_changing(router: APIRouter, trainings: Trainings) -> None:
    @router.post("/trainings")
    async def start(request: Request) -> Response:
        about = read_object(Start, await take_body(request, JSON))
        if "recipe" in about:
            raise Refused("unknown_recipe", "there are no recipes here")
        training = trainings.register(about, about.pop("train_id", None))
        answer = {"status": "started", "train_id": training.train_id}
        return json_answer(write_json({**answer, "training_status": training.state["status"]}), 201)

    @router.patch("/trainings/{train_id}")
    async def patch(train_id: str, request: Request) -> Response:
        training = trainings.find(train_id)
        changes = read_object(Patch, await take_body(request, JSON))
        trainings.patch(training, changes)
        return json_answer(write_json(training.summary()))

    @router.delete("/trainings/{train_id}", status_code=204)
    async def delete(train_id: str, force: bool = False) -> None:
        trainings.delete(trainings.find(train_id), is_forced=force)

    @router.post("/trainings/{train_id}/updates")
    async def publish(train_id: str, request: Request) -> Response:
        body = await take_body(request, JSON, NDJSON)
        lines = request.headers["content-type"].lower().startswith(NDJSON)
        # In a thread, so that sockets go on while thousands of records are read.
        records = await run_in_threadpool(read_body, body, train_id, lines=lines)
        return json_answer(write_json(trainings.publish(train_id, records)))


def _unless_same(request: Request, etag: str) -> Response | None:
    known = request.headers.get("if-none-match", "")
    tags = [tag.strip().removeprefix("W/") for tag in known.split(",")]
    return Response(status_code=304, headers={"ETag": etag}) if etag in tags or "*" in tags else None


def _trainings_page(trainings: Trainings, status: str | None, q: str, limit: int, cursor: int) -> str:
    found = [
        training
        for training in trainings.newest_first()
        if training.number < cursor and status in (None, training.state["status"])
        if any(q in text.lower() for text in _searched(training))
    ]
    chosen = found[:limit]
    texts = [write_json(training.summary(in_list=True)) for training in chosen]
    page = next(pages(texts))
    more = f',"next_cursor":"{chosen[len(page) - 1].number}"' if len(page) < len(found) else ""
    return f'{{"trainings":[{",".join(page)}]{more}}}'


def _searched(training: Training) -> list[str]:
    return [training.train_id, training.about.get("name") or "", *training.about.get("tags", [])]


def _check_place(training: Training, after_seq: int, stream_id: str | None) -> None:
    reason = training.why_not_from(after_seq, stream_id)
    if reason:
        raise Refused(reason, "the log cannot be read from this position", **training.place())


async def _wait(training: Training, after_seq: int, seconds: float) -> None:
    changed = asyncio.Event()
    training.watchers.add(changed)
    try:
        async with asyncio.timeout(seconds):
            while training.head <= after_seq and not training.has_ended and not training.is_deleted:
                changed.clear()
                await changed.wait()
    except TimeoutError:
        return
    finally:
        training.watchers.discard(changed)


def _updates_page(training: Training, after_seq: int, rows: list[Row]) -> str:
    page = next(pages([row.message for row in rows]))
    last = rows[len(page) - 1].seq if page else after_seq
    ended = training.has_ended and last == training.head
    place = f'"stream_id":"{training.stream_id}","first_seq":{training.first_seq}'
    tail = f'"next_after_seq":{last},"ended":{write_json(ended)}'
    return f'{{{place},"updates":[{",".join(page)}],{tail}}}'
