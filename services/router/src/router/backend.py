"""Passes requests on to the model server, and its answers back as they come."""

import httpx
from fastapi import HTTPException
from fastapi.responses import StreamingResponse

from .rules import Decision

# These belong to one connection, not to the message (RFC 9110, 7.6.1), or are set anew on either side.
_NOT_PASSED_ON = {"connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "content-length", "host"}


class Backend:
    """The model server behind the router; without a base URL every request is refused with 503."""

    def __init__(self, client: httpx.AsyncClient, base_url: str | None):
        self._client = client
        self._base_url = base_url.rstrip("/") if base_url else None

    @property
    def configured(self) -> bool:
        return self._base_url is not None

    async def forward(self, path: str, body: dict, headers, decision: Decision) -> StreamingResponse:
        if self._base_url is None:
            raise HTTPException(503, "no backend: SCALARLM_BASE_URL is not set")
        passed_on = {k: v for k, v in headers.items() if k.lower() not in _NOT_PASSED_ON | {"content-type", "accept-encoding"}}
        request = self._client.build_request(
            "POST", f"{self._base_url}{path}", json=body, headers=passed_on | {"accept-encoding": "identity", "x-route": decision.route}
        )
        try:
            answer = await self._client.send(request, stream=True)
        except httpx.HTTPError as error:
            raise HTTPException(502, f"backend did not answer: {error!r}") from error
        return StreamingResponse(
            _chunks(answer),
            status_code=answer.status_code,
            headers={k: v for k, v in answer.headers.items() if k.lower() not in _NOT_PASSED_ON} | {"x-route": decision.route},
        )


async def _chunks(answer: httpx.Response):
    try:
        async for chunk in answer.aiter_raw():
            yield chunk
    finally:
        await answer.aclose()
