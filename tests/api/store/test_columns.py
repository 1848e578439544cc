"""What goes into a column comes out of it, or is refused."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from api.store.columns import Fen, Utc

DIALECTS = [sqlite.dialect(), postgresql.dialect()]
moments = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001 — the zone is drawn beside it
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m))),
)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@given(moment=moments)
def test_a_moment_comes_back_as_the_same_moment(dialect, moment):
    column = Utc()
    back = column.process_result_value(column.process_bind_param(moment, dialect), dialect)
    assert back == moment
    assert back.tzinfo is UTC


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_a_moment_without_a_zone_is_refused(dialect):
    with pytest.raises(ValueError, match="time zone"):
        Utc().process_bind_param(datetime(2024, 5, 1), dialect)  # noqa: DTZ001


@given(fen=st.integers(-(10**12), 10**12))
def test_an_amount_comes_back_to_the_fen(fen):
    amount = Decimal(fen) / 100
    column, dialect = Fen(), DIALECTS[0]
    stored = column.process_bind_param(amount, dialect)
    assert stored == fen
    assert column.process_result_value(stored, dialect) == amount


def test_a_fraction_of_a_fen_is_refused():
    with pytest.raises(ValueError, match="whole fen"):
        Fen().process_bind_param(Decimal("0.001"), DIALECTS[0])
