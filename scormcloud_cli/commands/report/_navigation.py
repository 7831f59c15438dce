"""The option of Reportage's links and tokens."""

import click

navigation_option = click.option(
    "--navigation",
    type=click.Choice(["none", "down", "free"]),
    default="free",
    help="How far one may go from the first report.  [default: free]",
)
# What Reportage calls them.
NAVIGATION = {"none": "NONAV", "down": "DOWNONLY", "free": "FREENAV"}
