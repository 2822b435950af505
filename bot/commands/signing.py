"""`advisor sign-in-link`: a way into the review pages."""

import click

from bot import serving
from bot.settings import load


@click.command("sign-in-link")
def sign_in_link() -> None:
    """Print a one-time link that signs a lead in to the review pages."""
    with serving.refusing():
        link = serving.sign_in_link(load())
    click.echo(link)
    click.echo("It signs one lead in, once, within 12 hours.", err=True)
