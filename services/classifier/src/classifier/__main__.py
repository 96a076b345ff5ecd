"""Serves the classifier: python3 -m classifier (HOST, PORT)."""

import os

import uvicorn

if __name__ == "__main__":
    uvicorn.run(
        "classifier.app:app",
        host=os.environ.get("HOST", "0.0.0.0"),
        port=int(os.environ.get("PORT", "8080")),
        timeout_graceful_shutdown=10,
    )
