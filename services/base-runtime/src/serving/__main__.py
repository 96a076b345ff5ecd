"""Serves an ASGI application: python3 -m serving MODULE:NAME (HOST, PORT)."""

import os
import sys

import uvicorn

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python3 -m serving MODULE:NAME")
    uvicorn.run(
        sys.argv[1],
        host=os.environ.get("HOST", "0.0.0.0"),
        port=int(os.environ.get("PORT", "8000")),
        timeout_graceful_shutdown=10,
    )
