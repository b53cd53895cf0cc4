"""The containers are described completely, carry no secret and know when they are well."""

import pytest

from tests.tooling import compose

OURS = {"prepare", "web", "worker", "scheduler"}
LONG_RUNNING = {"web", "worker", "scheduler", "postgres", "redis"}
REQUIRED = ["SECRET_KEY", "PHONE_KEY", "ALLOWED_HOSTS", "POSTGRES_PASSWORD", "REDIS_PASSWORD"]
GIVEN = dict.fromkeys(REQUIRED, "given")


def test_every_part_of_production_is_there():
    assert set(compose.services()) == OURS | LONG_RUNNING


@pytest.mark.parametrize("name", sorted(LONG_RUNNING))
def test_every_part_that_stays_says_whether_it_is_well_and_comes_back(name):
    service = compose.services()[name]
    assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert service["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_parts_run_in_production_mode_on_both_services(name):
    environment = compose.interpolate(compose.services()[name]["environment"], GIVEN)
    assert environment["AFTERSALES_MODE"] == "production"
    assert environment["DATABASE_URL"].startswith("postgres://aftersales:given@postgres")
    assert environment["REDIS_URL"].startswith("redis://:given@redis")


@pytest.mark.parametrize("name", REQUIRED)
def test_nothing_starts_without_its_secrets(name):
    with pytest.raises(KeyError, match=name):
        compose.interpolate(compose.services(), {**GIVEN, name: ""})


@pytest.mark.parametrize("name", ["web", "worker", "scheduler"])
def test_nothing_starts_before_the_database_is_prepared(name):
    conditions = {part: wait["condition"] for part, wait in compose.services()[name]["depends_on"].items()}
    assert conditions == {
        "prepare": "service_completed_successfully",
        "postgres": "service_healthy",
        "redis": "service_healthy",
    }


def test_only_the_web_server_is_reached_from_outside_and_only_through_a_proxy():
    published = {name: service["ports"] for name, service in compose.services().items() if "ports" in service}
    assert set(published) == {"web"}
    assert all(port.startswith("127.0.0.1:") for port in published["web"])


def test_redis_keeps_its_queue_and_asks_for_a_password():
    redis = compose.services()["redis"]
    assert "--appendonly yes" in redis["command"][-1]
    assert "--requirepass" in redis["command"][-1]
    assert redis["volumes"]


def test_there_is_one_scheduler():
    beats = [name for name, service in compose.services().items() if "beat" in str(service.get("command"))]
    assert beats == ["scheduler"]
