"""The options of the record store's key pairs."""

import click

auth_option = click.option("--auth", type=click.Choice(["basic", "oauth"]), help="How it logs in.")
permissions_option = click.option(
    "--permissions",
    type=click.Choice(["default", "user", "root", "readonly", "writeonly"]),
    help="What it may do.",
)
# What v2 calls the ways to log in.
AUTH = {"basic": "BASICAUTH", "oauth": "OAUTH"}
