"""The service: ``/health`` says that it is well, every other path says hello."""

import json
from http.server import BaseHTTPRequestHandler


def answer(path: str) -> dict[str, str]:
    """What a path is answered."""
    return {"status": "ok"} if path == "/health" else {"hello": path.strip("/") or "world"}


class Handler(BaseHTTPRequestHandler):
    """Answers GET requests with JSON."""

    def do_GET(self) -> None:
        body = json.dumps(answer(self.path)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
