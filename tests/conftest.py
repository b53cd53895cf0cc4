"""The standing cast: two dealers, North and South, and headquarters."""

from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseOperations
from django.test import TransactionTestCase
from django.utils import translation
from rest_framework.test import APIClient

from dealers import telling
from dealers.choices import DealerKind
from dealers.roles import Role
from dealers.services import division_names, place_index
from records import letters
from records.kept import held
from regulation.services import levels_of, load_editions, version_in_force, work_calendar
from tests.factories.dealers import DealerFactory, ServiceStaffFactory, UserFactory
from tickets.services import engineers

APPS = {"records", "regulation", "dealers", "equipment", "tickets", "parts", "visits", "reports"}
DATABASE = {"db", "transactional_db"}  # what pytest-django's marker asks for as well
WITHOUT_DATABASE = pytest.StashKey[bool]()


@pytest.hookimpl(tryfirst=True)  # before `-m` picks
def pytest_collection_modifyitems(items):
    """A test of an app that asks for no database is refused one, so it can't differ by it: it runs once."""
    for item in items:
        folder = item.path.relative_to(item.config.rootpath / "tests").parts[0]
        asks = DATABASE & set(item.fixturenames) or item.get_closest_marker("django_db")
        if folder in APPS and not asks:
            item.add_marker("either_database")
            item.stash[WITHOUT_DATABASE] = True


def pytest_fixture_setup(fixturedef, request):
    """A fixture named at run time may ask for the database after all: then the test has to say so."""
    if fixturedef.argname in DATABASE and request.node.stash.get(WITHOUT_DATABASE, False):
        pytest.fail("This test comes by a database on the way: mark it with django_db.")


@pytest.fixture(autouse=True)
def _only_this_machine(settings):
    settings.ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    """All tests ask from one address: what one of them counted is not held against the next."""
    cache.clear()


@pytest.fixture(autouse=True)
def _nobody_reads_on_in_the_language_of_the_last_page():
    """A page asked for in English leaves its language with the thread: the next test begins in ours."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _static_files_have_their_folder():
    """Nothing is collected for tests, but the server of static files looks for where it would be."""
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session", autouse=True)
def _emptying_between_tests_passes_the_append_only_triggers():
    """On SQLite the suite empties tables by DELETE, which our triggers refuse: lift them for that moment."""
    original = DatabaseOperations.sql_flush

    def sql_flush(self, *args, **kwargs):
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        lifted = [f"DROP TRIGGER {name}" for name, _ in triggers]
        return [*lifted, *original(self, *args, **kwargs), *(sql for _, sql in triggers)]

    DatabaseOperations.sql_flush = sql_flush
    yield
    DatabaseOperations.sql_flush = original


@pytest.fixture(scope="session", autouse=True)
def _what_migrations_wrote_outlives_tests_that_commit():
    """Roles, clauses and questions are rows: put them back after a test that has emptied the database."""
    original = TransactionTestCase._fixture_teardown  # noqa: SLF001 (Django has no public way)

    def empty_and_restore(self):
        call_command(
            "flush", verbosity=0, interactive=False, reset_sequences=False, inhibit_post_migrate=True
        )
        connection.creation.deserialize_db_from_string(connection._test_serialized_contents)  # noqa: SLF001 (Django and its kin have no public way)

    TransactionTestCase._fixture_teardown = empty_and_restore  # noqa: SLF001 (Django and its kin have no public way)
    yield
    TransactionTestCase._fixture_teardown = original  # noqa: SLF001 (Django and its kin have no public way)


@pytest.fixture
def django_assert_num_queries(django_assert_num_queries):
    """Count what each request asks, not what the first one of a process reads to keep (`records.kept`)."""

    @contextmanager
    def counted(count, **more):
        warm()
        with django_assert_num_queries(count, **more) as seen:
            yield seen

    return counted


def warm():
    """Read what a process keeps, as the request before would have done."""
    with held():
        for ask in (load_editions, work_calendar, place_index, division_names):
            ask()
        letters._texts()  # noqa: SLF001 (what is kept)
        telling._robots()  # noqa: SLF001 (what is kept)
        telling._choices()  # noqa: SLF001 (what is kept)
        engineers._needs()  # noqa: SLF001 (what is kept)
        for edition in load_editions().all:
            version_in_force(edition.in_force_from)
            levels_of(edition.pk)


@pytest.fixture
def centre(db):
    """The centre above North."""
    return DealerFactory(code="CENTRE", name="华东省服务中心", kind=DealerKind.PROVINCE_CENTRE)


@pytest.fixture
def north(centre):
    return DealerFactory(code="NORTH", name="华东一号经销商", parent=centre)


@pytest.fixture
def south(db):
    return DealerFactory(code="SOUTH", name="西南三号网点")


@pytest.fixture
def norths_desk(north):
    return UserFactory(username="norths-desk", dealer=north, roles=[Role.DEALER_USER])


@pytest.fixture
def souths_desk(south):
    return UserFactory(username="souths-desk", dealer=south, roles=[Role.DEALER_USER])


@pytest.fixture
def centres_desk(centre):
    return UserFactory(username="centres-desk", dealer=centre, roles=[Role.CENTRE_USER])


@pytest.fixture
def norths_engineer(north):
    """A confirmed service person of North with an account; `.user` signs in."""
    user = UserFactory(username="norths-engineer", dealer=north, roles=[Role.ENGINEER])
    return ServiceStaffFactory(code="N-1", name="赵师傅", dealer=north, user=user)


@pytest.fixture
def souths_engineer(south):
    user = UserFactory(username="souths-engineer", dealer=south, roles=[Role.ENGINEER])
    return ServiceStaffFactory(code="S-1", name="孙师傅", dealer=south, user=user)


@pytest.fixture
def agent(db):
    return UserFactory(username="agent", full_name="小陈", roles=[Role.AGENT])


@pytest.fixture
def other_agent(db):
    return UserFactory(username="agent2", full_name="小林", roles=[Role.AGENT])


@pytest.fixture
def dispatcher(db):
    return UserFactory(username="dispatcher", full_name="刘工", roles=[Role.DISPATCHER])


@pytest.fixture
def support(db):
    """Technical support of headquarters."""
    return UserFactory(username="support", full_name="许工", roles=[Role.TECHNICAL_SUPPORT])


@pytest.fixture
def manager(db):
    return UserFactory(username="manager", full_name="周主管", roles=[Role.SERVICE_MANAGER])


@pytest.fixture
def auditor(db):
    return UserFactory(username="auditor", full_name="冯审核", roles=[Role.SERVICE_ADMINISTRATOR])


@pytest.fixture
def deputy(db):
    return UserFactory(username="deputy", roles=[Role.DEPUTY_IN_CHARGE])


@pytest.fixture
def director(db):
    return UserFactory(username="director", roles=[Role.GENERAL_MANAGER])


@pytest.fixture
def administrator(db):
    return UserFactory(username="administrator", is_staff=True, roles=[Role.ADMINISTRATOR])


@pytest.fixture
def api():
    """A client of the API that signs in as anybody: `api(user).get(…)`."""

    def sign_in(user):
        client = APIClient()
        client.force_authenticate(user)
        return client

    return sign_in


@pytest.fixture
def page(client):
    """A browser-like client signed in as anybody: `page(user).get(…)`."""

    def sign_in(user):
        client.force_login(user, backend="dealers.backends.RoleBackend")
        return client

    return sign_in
