"""The usual ConnectionManager on FastAPI, uvicorn and websockets: send_json to one viewer after the other.

Run: PORT=9101 python3 fastapi_peer.py
"""

import os
from collections import defaultdict
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, WebSocket, WebSocketDisconnect

app = FastAPI()


class ConnectionManager:
    def __init__(self) -> None:
        self.active: defaultdict[str, list[WebSocket]] = defaultdict(list)

    async def connect(self, job_id: str, ws: WebSocket) -> None:
        await ws.accept()
        self.active[job_id].append(ws)

    def disconnect(self, job_id: str, ws: WebSocket) -> None:
        if ws in self.active[job_id]:
            self.active[job_id].remove(ws)

    async def broadcast(self, job_id: str, message: Any) -> None:
        dead = []
        for ws in list(self.active[job_id]):
            try:
                await ws.send_json(message)
            except Exception:
                dead.append(ws)
        for ws in dead:
            self.disconnect(job_id, ws)


manager = ConnectionManager()


@app.websocket("/ws/{job_id}")
async def subscribe(ws: WebSocket, job_id: str) -> None:
    await manager.connect(job_id, ws)
    try:
        while True:
            await ws.receive_text()
    except WebSocketDisconnect:
        manager.disconnect(job_id, ws)


@app.post("/publish/{job_id}")
async def publish(job_id: str, request: Request) -> dict[str, bool]:
    await manager.broadcast(job_id, await request.json())
    return {"ok": True}


if __name__ == "__main__":
    uvicorn.run(
        app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="warning", access_log=False, ws="websockets"
    )
