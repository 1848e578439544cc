"""Migrations lead from nothing to what the tables say, and can be repeated."""

import pytest
from alembic import command

from api.store.database import Database
from api.store.migrate import _config, at_head, differences, migrate


@pytest.fixture
def database(tmp_path):
    opened = Database(f"sqlite:///{tmp_path / 'store.db'}")
    yield opened
    opened.close()


def test_migrations_make_what_the_tables_say(database):
    migrate(database)
    assert at_head(database)
    assert differences(database) == []


def test_migrating_again_changes_nothing(database):
    migrate(database)
    migrate(database)
    assert at_head(database)


def test_every_step_can_be_taken_back(database):
    migrate(database)
    config = _config()
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert not at_head(database)
    migrate(database)
    assert differences(database) == []


def test_a_store_without_a_form_is_not_at_head(database):
    assert not at_head(database)
