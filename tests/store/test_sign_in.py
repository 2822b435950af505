"""A lead signs in by an invitation that works once and for a while."""

import datetime

import pytest

from bot.store.store import Store

from .samples import NOON, after

HOUR = datetime.timedelta(hours=1)


def test_an_invitation_becomes_a_session_under_a_name(store: Store) -> None:
    token = store.add_invitation(NOON, valid=HOUR)
    session = store.redeem(token, " Lee ", after(1), valid=HOUR)
    assert session
    assert session != token
    assert store.reviewer(session, after(2)) == "Lee"


def test_an_invitation_works_once(pair: tuple[Store, Store]) -> None:
    token = pair[0].add_invitation(NOON, valid=HOUR)
    sessions = [store.redeem(token, "Lee", after(1), valid=HOUR) for store in pair]
    assert sessions[0]
    assert sessions[1] is None
    assert not pair[1].invitation_is_open(token, after(1))


def test_looking_at_an_invitation_does_not_use_it_up(store: Store) -> None:
    token = store.add_invitation(NOON, valid=HOUR)
    assert store.invitation_is_open(token, after(59))
    assert store.invitation_is_open(token, after(59))
    assert store.redeem(token, "Lee", after(59), valid=HOUR)


def test_an_invitation_that_ran_out_is_not_redeemed(store: Store) -> None:
    token = store.add_invitation(NOON, valid=HOUR)
    assert not store.invitation_is_open(token, after(60))
    assert store.redeem(token, "Lee", after(60), valid=HOUR) is None


@pytest.mark.parametrize("token", ["", "guess", "\ud83d", "x" * 10_000])
def test_an_unknown_token_opens_nothing(store: Store, token: str) -> None:
    store.add_invitation(NOON, valid=HOUR)
    assert not store.invitation_is_open(token, NOON)
    assert store.redeem(token, "Lee", NOON, valid=HOUR) is None
    assert store.reviewer(token, NOON) is None
    store.sign_out(token)


def test_a_blank_name_is_an_error_and_leaves_the_invitation_open(store: Store) -> None:
    token = store.add_invitation(NOON, valid=HOUR)
    with pytest.raises(ValueError, match="expected the name"):
        store.redeem(token, " ", NOON, valid=HOUR)
    assert store.invitation_is_open(token, NOON)


def test_a_session_ends_by_its_time_or_by_signing_out(store: Store) -> None:
    sessions = [
        store.redeem(store.add_invitation(NOON, valid=HOUR), name, NOON, valid=HOUR) or ""
        for name in ("Lee", "Kim")
    ]
    store.sign_out(sessions[0])
    assert [store.reviewer(session, after(59)) for session in sessions] == [None, "Kim"]
    assert store.reviewer(sessions[1], after(60)) is None


def test_no_token_is_stored_as_it_is(store: Store) -> None:
    token = store.add_invitation(NOON, valid=HOUR)
    session = store.redeem(token, "Lee", NOON, valid=HOUR) or ""
    dump = repr([store.rows(f"SELECT * FROM {table}") for table in ("invitations", "sessions")])
    assert "Lee" in dump
    assert token not in dump
    assert session not in dump
