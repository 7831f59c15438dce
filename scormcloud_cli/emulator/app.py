"""The emulator as an ASGI application: both faces, and where launch links lead.

These are two origins, told apart by the port that a request came to: what a course brings along
runs in its own, and may not call the APIs (docs/emulator.md, Security).
"""

from starlette.applications import Starlette
from starlette.convertors import PathConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from scormcloud_cli.emulator import dispatch_packages, invitations, learner_pages, links, v1, v2
from scormcloud_cli.emulator.entrances import Entrances
from scormcloud_cli.emulator.faults import Faulty, Rules
from scormcloud_cli.emulator.guard import LOOPBACK_ALONE, Guard, Visitors
from scormcloud_cli.emulator.player import Player
from scormcloud_cli.emulator.refusals import Refusal
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


def create_app(
    emulator: Emulator,
    content_port: int,
    visitors: Visitors = LOOPBACK_ALONE,
    faults: Rules | None = None,
) -> ASGIApp:
    """Return the application that answers for an emulator.

    Args:
        emulator: the emulator.
        content_port: the port at which launch links are opened and content is served; at every
            other one the APIs answer.
        visitors: who is let in.
        faults: what is to go wrong on purpose with calls of the APIs.
    """
    apis = Guard(_apis(emulator, faults), visitors, is_api=True)
    content = Guard(_content(emulator), visitors, is_api=False)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        is_for_content = scope["type"] == "http" and scope["server"][1] == content_port
        app = content if is_for_content else apis
        await app(scope, receive, send)

    return answer


def _content(emulator: Emulator) -> ASGIApp:
    player, entrances = Player(emulator), Entrances(emulator)
    return Starlette(
        routes=[
            Route(links.LAUNCH_PATH + "{token:uuid}", player.launch, methods=["GET"]),
            Route(links.PREVIEW_PATH + "{token:uuid}", player.preview, methods=["GET"]),
            Route(dispatch_packages.PATH + "{token}", entrances.dispatch),
            Route(invitations.PATH + "{token}", entrances.invitation, methods=["GET", "POST"]),
            Route("/player/content/{sitting}/{path:anything}", player.content),
            Route("/player/media/{sitting}", player.medium),
            Route("/player/files/{name}", player.file),
            Route("/player/{sitting}", player.page),
            Route("/player/{sitting}/course", player.course),
            Route("/player/{sitting}/state", player.state),
            Route("/player/{sitting}/calls/{activity:anything}", player.call, methods=["POST"]),
            Route("/player/{sitting}/leave/{activity:anything}", player.leave, methods=["POST"]),
            Route("/player/{sitting}/hacp", player.hacp, methods=["POST"]),
            Route("/player/{sitting}/exit", player.exit, methods=["POST"]),
        ],
        exception_handlers={Refusal: learner_pages.refused, 404: learner_pages.refused},
    )


def _apis(emulator: Emulator, faults: Rules | None) -> ASGIApp:
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
        ]
    )
    return app if faults is None else Faulty(app, v2_face, faults)


async def _front(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("scloud emulator: v1 at /EngineWebServices/api, v2 at /api/v2\n")


async def _description(request: Request) -> JSONResponse:
    return JSONResponse(describe(str(request.base_url).rstrip("/") + "/api/v2"))
