"""A small Trainwire server, written from PROTOCOL.md alone: SQLite, FastAPI, uvicorn and websockets."""
