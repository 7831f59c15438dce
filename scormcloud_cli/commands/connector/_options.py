"""The options that several ``scloud connector`` commands share."""

import click

configuration_option = click.option(
    "--configuration",
    metavar="JSON|@FILE|-",
    help="What the connector needs to know, a JSON object; secrets belong in a file or a pipe.",
)
