"""`sekisho organisation`: opens an organisation in the portal and invites its first steward."""

from __future__ import annotations

import json

import click

from sekisho.cli.speech.language import chosen, lang_option
from sekisho.cli.speech.spoken import SpokenCommand
from sekisho.model.errors import UsageError
from sekisho.model.values.message import message

_KINDS = ("operator", "supplier", "authority", "ally")


@click.command(cls=SpokenCommand, help="cli.organisation")
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("name")
@click.option("--steward", required=True, metavar="EMAIL", help="cli.organisation.steward")
@click.option("--url", required=True, metavar="URL", help="cli.organisation.url")
@click.option("--name-en", default="", metavar="NAME", help="cli.organisation.name_en")
@click.option("--corporate-number", default="", metavar="NUMBER", help="cli.organisation.number")
@click.option("--authority", default="", metavar="ID", help="cli.organisation.authority")
@click.option("--json", "as_json", is_flag=True, help="cli.organisation.json")
@lang_option
def command(  # noqa: PLR0913  # one option a fact
    *,
    kind: str,
    name: str,
    steward: str,
    url: str,
    name_en: str,
    corporate_number: str,
    authority: str,
    as_json: bool,
    lang: str | None,
) -> int:
    """Prints the link of the invitation, which is also written to the outbox."""
    from sekisho.portal.running.setup import bring_up_to_date, make_ready

    make_ready()
    bring_up_to_date()
    from django.utils import timezone

    from sekisho.portal.accounts.entry.broker import is_corporate_number
    from sekisho.portal.accounts.people.acts import open_organisation
    from sekisho.report.catalogue import say_id

    if corporate_number and not is_corporate_number(corporate_number):
        raise UsageError(message("cli.organisation.bad_number", number=corporate_number))
    links: list[str] = []

    def link(token: str) -> str:
        links.append(f"{url.rstrip('/')}/invitations/{token}/")
        return links[-1]

    facts = {
        "kind": kind,
        "name": name,
        "name_en": name_en,
        "corporate_number": corporate_number,
        "authority": authority,
    }
    made = open_organisation(facts, steward, timezone.now(), link)
    told = {"organisation": str(made.organisation_id), "steward": made.email, "link": links[0]}
    until = timezone.localtime(made.expires_at).date().isoformat()
    if as_json:
        click.echo(json.dumps({**told, "until": until}, ensure_ascii=False, indent=2))
        return 0
    click.echo(links[0])
    said = say_id("cli.organisation.done", chosen(lang), name=name, email=made.email, until=until)
    click.echo(said, err=True)
    return 0
