"""The bare twin of the fake insurer: FastAPI, one writing thread, and a draft with its key in one transaction.

It reads the same body into the same model and keeps as durable a row of the key and of the draft; it has no accounts,
no prices, no rules that need the database, and tells nothing that it was not told. ``python -m benchmarks.bare_insurer
PORT FILE`` serves it.
"""

import asyncio
import json
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Annotated

import uvicorn
from fastapi import FastAPI, Header, Response

from omi_tui.model.contract import DraftRequest

_TABLES = """
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS keys (key TEXT PRIMARY KEY, status INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS drafts (
    id INTEGER PRIMARY KEY, begin_date TEXT NOT NULL, end_date TEXT NOT NULL, passport TEXT NOT NULL,
    insured TEXT NOT NULL, created_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS by_passport ON drafts (passport, end_date);
"""


def create_app(path: str) -> FastAPI:
    """The bare insurer on the database at *path*."""
    app = FastAPI(docs_url=None, redoc_url=None)
    writing = ThreadPoolExecutor(1)
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    database.executescript(_TABLES)
    database.execute("PRAGMA synchronous = FULL")

    def form(body: DraftRequest, key: str) -> bytes:
        database.execute("BEGIN IMMEDIATE")
        try:
            if first := database.execute("SELECT body FROM keys WHERE key = ?", (key,)).fetchone():
                return bytes(first[0])
            insured = body.insured.model_dump(mode="json") if body.insured else {}
            row = (
                body.begin_date.isoformat(),
                body.end_date.isoformat(),
                insured.get("passport_number", ""),
                json.dumps(insured),
                datetime.now(UTC).isoformat(),
            )
            insert = "INSERT INTO drafts (begin_date, end_date, passport, insured, created_at) VALUES (?, ?, ?, ?, ?)"
            number = database.execute(insert, row).lastrowid
            answer = json.dumps({"id": number, "begin_date": row[0], "end_date": row[1], "insured": insured}).encode()
            database.execute("INSERT INTO keys VALUES (?, 201, ?)", (key, answer))
            return answer
        finally:
            database.execute("COMMIT")

    @app.post("/v1/drafts", status_code=201)
    async def form_draft(body: DraftRequest, key: Annotated[str, Header(alias="Idempotency-Key")]) -> Response:
        answer = await asyncio.get_running_loop().run_in_executor(writing, form, body, key)
        return Response(answer, 201, media_type="application/json")

    return app


if __name__ == "__main__":
    uvicorn.run(create_app(sys.argv[2]), port=int(sys.argv[1]), access_log=False, log_level="warning")
