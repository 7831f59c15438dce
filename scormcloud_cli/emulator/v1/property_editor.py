"""The property editor: the service has one on a page, the emulator shows there what is set.

Its address is a signed one, apart from the API's (docs/service/v1.md, Endpoint).
"""

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from starlette.responses import HTMLResponse, RedirectResponse

from scormcloud_cli.emulator import access
from scormcloud_cli.emulator.v1.courses import get_attributes, version_of
from scormcloud_cli.emulator.v1.face import WIDGET_KIND, Call, Handler
from scormcloud_cli.emulator.v1.signature import sign

_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{title}</title>
<h1>{title}</h1>
<p>The properties of course {course_id}. The emulator has no editor:
<code>scloud course config set</code> changes them.</p>
<table>{rows}</table></html>
"""


def lead(call: Call) -> RedirectResponse:
    """Lead to the page of a course."""
    parameters = {
        "action": "properties.view",
        "package": f"{WIDGET_KIND}|{version_of(call)['id']}",
        "appid": call.app_id,
        "ts": call.emulator.clock().strftime("%Y%m%d%H%M%S"),
    }
    secrets = access.secrets_of(call.emulator, call.app_id) or []
    parameters["sig"] = sign({name: [value] for name, value in parameters.items()}, secrets[0])
    return RedirectResponse(f"{call.base}/EngineWebServices/widget?{urlencode(parameters)}", 302)


def page(call: Call) -> HTMLResponse:
    """Show the attributes of a course."""
    course = version_of(call)
    rows = "".join(
        f"<tr><th>{escape(attribute.get('name', ''))}<td>{escape(attribute.get('value', ''))}"
        for attribute in get_attributes(call)
    )
    facts = {"title": escape(course["title"]), "course_id": escape(course["id"])}
    return HTMLResponse(_PAGE.format(**facts, rows=rows))


HANDLERS: Mapping[str, Handler] = {"rustici.course.properties": lead}
