"""Asks a classifier over HTTP, and answers for it by rules when it does not."""

import logging

import httpx

from .rules import DEEP, FAST, Decision, decide

_log = logging.getLogger("uvicorn.error")


class Classifier:
    """POST {base}/classify {"text"} -> {"route", "score"}; a slow or broken classifier never fails a request."""

    def __init__(self, client: httpx.AsyncClient, base_url: str | None):
        self._client = client
        self._base_url = base_url.rstrip("/") if base_url else None

    async def decide(self, text: str) -> Decision:
        if self._base_url is None:
            return decide(text)
        try:
            answer = await self._client.post(f"{self._base_url}/classify", json={"text": text}, timeout=2.0)
            answer.raise_for_status()
            body = answer.json()
            route, score = body["route"], float(body["score"])
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            _log.warning("classifier did not answer, routing by rules: %r", error)
            return decide(text)
        if route not in (FAST, DEEP):
            _log.warning("classifier answered with the unknown route %r, routing by rules", route)
            return decide(text)
        return Decision(route, score, "classifier")
