"""A program that calls the API: sends JSON with its token, keeps the last answer."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from aiohttp import ClientResponse, FormData, web
from aiohttp.test_utils import TestClient

from registry import clock
from registry.accounts.schemas import Viewer
from registry.accounts.signing_in import issue_token

V1 = "/api/v1"


@dataclass
class Program:
    """One program with one token, or none. Paths are below /api/v1."""

    client: TestClient[web.Request, web.Application]
    secret: str = ""
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)

    async def get(self, path: str, **query: object) -> Any:
        """Ask; returns the JSON, or the bytes of what is none."""
        return await self._send("GET", path, params=query)

    async def post(self, path: str, body: object = None) -> Any:
        """Do; returns the JSON, None for an empty answer."""
        return await self._send("POST", path, json=body)

    async def put(self, path: str, body: object) -> Any:
        """Replace."""
        return await self._send("PUT", path, json=body)

    async def patch(self, path: str, body: object) -> Any:
        """Change a part."""
        return await self._send("PATCH", path, json=body)

    async def delete(self, path: str, **query: object) -> Any:
        """Take away."""
        return await self._send("DELETE", path, params=query)

    async def upload(self, path: str, data: bytes, filename: str, **query: object) -> Any:
        """Send one file as the field `file`."""
        form = FormData(quote_fields=False)
        form.add_field("file", data, filename=filename, content_type="application/octet-stream")
        return await self._send("POST", path, params=query, data=form)

    async def _send(self, method: str, path: str, **more: Any) -> Any:
        if more.get("json", ...) is None:
            del more["json"]
        more["params"] = {name: str(value) for name, value in (more.get("params") or {}).items()}
        headers = {"Accept-Language": "en"} | ({"Authorization": f"Bearer {self.secret}"} if self.secret else {})
        response = await self.client.request(method, V1 + path, headers=headers, **more)
        return await self._keep(response)

    async def _keep(self, response: ClientResponse) -> Any:
        self.status, self.headers = response.status, dict(response.headers)
        content = await response.read()
        return await response.json(content_type=None) if "json" in response.content_type and content else content


async def token_for(viewer: Viewer) -> str:
    """A token with all that a person may do; the person must have an account."""
    permissions = frozenset(each.value for each in viewer.permissions)
    return await issue_token(
        "tests", permissions=permissions, expires_on=clock.today() + timedelta(days=300), actor=viewer
    )
