"""The emulator as an ASGI application: both faces, and where launch links lead."""

from starlette.applications import Starlette
from starlette.convertors import PathConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from scormcloud_cli.emulator import links, v1, v2
from scormcloud_cli.emulator.faults import Faulty, Rules
from scormcloud_cli.emulator.player import Player
from scormcloud_cli.emulator.service import Emulator
from scormcloud_cli.emulator.v1.face import Face as V1Face
from scormcloud_cli.emulator.v2.description import describe
from scormcloud_cli.emulator.v2.face import Face as V2Face


class _Anything(PathConvertor):
    """The rest of a path, with line breaks: an ID may hold one."""

    regex = "(?s:.*)"


register_url_convertor("anything", _Anything())

# Clients append to a service URL that may end in a slash (docs/service/v1.md, Endpoint).
_V1_PATHS = ("", "/", "/EngineWebServices", "/EngineWebServices/")


def create_app(emulator: Emulator, faults: Rules | None = None) -> ASGIApp:
    """Return the application that answers for an emulator.

    Args:
        emulator: the emulator.
        faults: what is to go wrong on purpose.
    """
    player = Player(emulator)
    v1_face = V1Face(emulator, v1.HANDLERS, v1.EDITOR)
    v2_face = V2Face(emulator, v2.HANDLERS)
    verbs = ["GET", "POST"]
    app = Starlette(
        routes=[
            Route("/", _front),
            Route("/openapi.json", _description),
            *(Route(f"{path}/api", v1_face.answer, methods=verbs) for path in _V1_PATHS),
            *(Route(f"{path}/widget", v1_face.widget) for path in _V1_PATHS),
            Route(
                "/api/v2/{rest:anything}",
                v2_face.answer,
                methods=["GET", "HEAD", "POST", "PUT", "DELETE"],
            ),
            Route(links.LAUNCH_PATH + "{token:uuid}", player.launch, methods=["GET"]),
            Route(links.PREVIEW_PATH + "{token:uuid}", player.preview, methods=["GET"]),
            Route("/player/content/{token}/{path:anything}", player.content),
        ]
    )
    return app if faults is None else Faulty(app, v2_face, faults)


async def _front(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("scloud emulator: v1 at /EngineWebServices/api, v2 at /api/v2\n")


async def _description(request: Request) -> JSONResponse:
    return JSONResponse(describe(str(request.base_url).rstrip("/") + "/api/v2"))
