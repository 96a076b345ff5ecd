"""Serves the retriever: python3 -m retriever (HOST, PORT)."""

import os

import uvicorn

if __name__ == "__main__":
    uvicorn.run(
        "retriever.app:app",
        host=os.environ.get("HOST", "0.0.0.0"),
        port=int(os.environ.get("PORT", "8000")),
        timeout_graceful_shutdown=10,
    )
