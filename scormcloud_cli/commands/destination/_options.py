"""The options and arguments that several ``scloud destination`` commands share."""

import click

launch_auth_option = click.option(
    "--launch-auth",
    metavar="JSON|@FILE|-",
    help='How learners are recognized: {"type": "cookies|vault", "options": {...}} (v2).',
)
platform_option = click.option(
    "--lti13-platform",
    "platform",
    metavar="JSON|@FILE|-",
    help="The platform that launches over LTI 1.3: clientId, platformIssuerIdentifier, "
    "deploymentId, oidcAuthorizationEndpoint, jsonWebKeySetUrl (v2).",
)
ON_OR_OFF = click.Choice(["on", "off"])
