"""The options that several ``scloud app`` commands share."""

import click

counts_option = click.option(
    "--counts", is_flag=True, help="With the numbers of courses and registrations (v2)."
)
