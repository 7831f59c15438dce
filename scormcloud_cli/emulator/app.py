"""The emulator as an ASGI application: both faces, and where launch links lead."""

from starlette.applications import Starlette
from starlette.convertors import PathConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from scormcloud_cli.emulator.faults import Faulty, Rules
from scormcloud_cli.emulator.player import Player
from scormcloud_cli.emulator.service import Emulator
from scormcloud_cli.emulator.v1 import account as v1_account
from scormcloud_cli.emulator.v1 import applications as v1_applications
from scormcloud_cli.emulator.v1 import assets as v1_assets
from scormcloud_cli.emulator.v1 import courses as v1_courses
from scormcloud_cli.emulator.v1 import dispatches as v1_dispatches
from scormcloud_cli.emulator.v1 import exports as v1_exports
from scormcloud_cli.emulator.v1 import invitations as v1_invitations
from scormcloud_cli.emulator.v1 import record_store as v1_record_store
from scormcloud_cli.emulator.v1 import registrations as v1_registrations
from scormcloud_cli.emulator.v1 import reporting as v1_reporting
from scormcloud_cli.emulator.v1 import tagging as v1_tagging
from scormcloud_cli.emulator.v1 import upload_area as v1_upload_area
from scormcloud_cli.emulator.v1.face import Face as V1Face
from scormcloud_cli.emulator.v2 import account as v2_account
from scormcloud_cli.emulator.v2 import applications as v2_applications
from scormcloud_cli.emulator.v2 import assets as v2_assets
from scormcloud_cli.emulator.v2 import connectors as v2_connectors
from scormcloud_cli.emulator.v2 import courses as v2_courses
from scormcloud_cli.emulator.v2 import dispatches as v2_dispatches
from scormcloud_cli.emulator.v2 import invitations as v2_invitations
from scormcloud_cli.emulator.v2 import learners as v2_learners
from scormcloud_cli.emulator.v2 import registrations as v2_registrations
from scormcloud_cli.emulator.v2 import reporting as v2_reporting
from scormcloud_cli.emulator.v2 import xapi as v2_xapi
from scormcloud_cli.emulator.v2.description import describe
from scormcloud_cli.emulator.v2.face import Face as V2Face

V1_HANDLERS = {
    **v1_account.HANDLERS,
    **v1_applications.HANDLERS,
    **v1_assets.HANDLERS,
    **v1_courses.HANDLERS,
    **v1_dispatches.HANDLERS,
    **v1_exports.HANDLERS,
    **v1_invitations.HANDLERS,
    **v1_record_store.HANDLERS,
    **v1_registrations.HANDLERS,
    **v1_reporting.HANDLERS,
    **v1_tagging.HANDLERS,
    **v1_upload_area.HANDLERS,
}
V2_HANDLERS = {
    **v2_account.HANDLERS,
    **v2_applications.HANDLERS,
    **v2_assets.HANDLERS,
    **v2_connectors.HANDLERS,
    **v2_courses.HANDLERS,
    **v2_dispatches.HANDLERS,
    **v2_invitations.HANDLERS,
    **v2_learners.HANDLERS,
    **v2_registrations.HANDLERS,
    **v2_reporting.HANDLERS,
    **v2_xapi.HANDLERS,
}


class _Anything(PathConvertor):
    """The rest of a path, whatever it holds: an ID may hold a line break."""

    regex = "(?s:.*)"


register_url_convertor("anything", _Anything())


def create_app(emulator: Emulator, faults: Rules | None = None) -> ASGIApp:
    """Return the application that answers for an emulator.

    Args:
        emulator: the emulator.
        faults: what is to go wrong on purpose.
    """
    player = Player(emulator)
    v1_face = V1Face(emulator, V1_HANDLERS)
    v2_face = V2Face(emulator, V2_HANDLERS)
    verbs = ["GET", "POST"]
    app = Starlette(
        routes=[
            Route("/", _front),
            Route("/openapi.json", _description),
            Route("/api", v1_face.answer, methods=verbs),
            Route("/EngineWebServices/api", v1_face.answer, methods=verbs),
            Route(
                "/api/v2/{rest:anything}",
                v2_face.answer,
                methods=["GET", "HEAD", "POST", "PUT", "DELETE"],
            ),
            Route("/player/launch/{token}", player.launch),
            Route("/player/content/{token}/{path:anything}", player.content),
        ]
    )
    return app if faults is None else Faulty(app, v2_face, faults)


async def _front(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("scloud emulator: v1 at /EngineWebServices/api, v2 at /api/v2\n")


async def _description(request: Request) -> JSONResponse:
    return JSONResponse(describe(str(request.base_url).rstrip("/") + "/api/v2"))
