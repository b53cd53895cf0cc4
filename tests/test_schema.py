"""The committed description of the API is the one the code gives: a change of the API is a visible diff."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

ROOT = Path(__file__).resolve().parent.parent


def test_the_committed_description_is_fresh():
    """Run `make schema` after changing the API."""
    with translation.override("en"):
        generated = OpenApiYamlRenderer().render(SchemaGenerator().get_schema(request=None, public=True))
    assert (ROOT / "openapi.yaml").read_text(encoding="utf-8") == generated.decode()


def test_every_address_of_the_interface_others_rely_on_is_there():
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    wanted = [
        "auth/token/",
        "dealers/",
        "staff/",
        "customers/",
        "products/",
        "equipment/",
        "equipment/{serial_number}/",
        "equipment/{serial_number}/install/",
        "equipment/{serial_number}/correct-installation/",
        "tickets/",
        *(
            f"tickets/{{number}}/{verb}/"
            for verb in (
                "offer",
                "accept",
                "refuse",
                "assign",
                "wait",
                "resume",
                "record",
                "solve",
                "reopen",
                "close",
                "cancel",
            )
        ),
        *(f"tickets/{{number}}/{verb}/" for verb in ("appoint", "promise", "merge", "link")),
        "service-levels/",
        "territories/",
        "quotes/",
        "referrals/",
        "accounts/",
        "account-entries/",
        "account-entries/{number}/reverse/",
        "referrals/{number}/advise/",
        "tickets/{number}/escalate/",
        "messages/",
        "reports/operations/",
        "reports/failures/",
        "reports/proposals/",
        "reports/proposals/{number}/",
        "visits/",
        "visits/{number}/",
        "visits/{number}/take/",
        "visits/{number}/attempt/",
        "visits/{number}/complete/",
        "reports/satisfaction/",
        "regulation/versions/",
    ]
    assert [path for path in wanted if f"/api/v1/{path}" not in paths] == []


@pytest.mark.django_db
def test_the_description_and_its_pages_are_for_those_signed_in(agent):
    """safety.md, A16; the pages bring their own scripts, none from elsewhere."""
    stranger, client = Client(), Client()
    client.force_login(agent, backend="dealers.backends.RoleBackend")
    for address in ("/api/v1/schema/", "/api/v1/docs/"):
        assert stranger.get(address).status_code == 401
        assert client.get(address).status_code == 200
    body = client.get("/api/v1/docs/").content.decode()
    assert "//cdn" not in body
    assert "<script>" not in body
