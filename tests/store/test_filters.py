"""What a filter lets through, whatever a person types."""

import datetime

import pytest

from bot.store.records import Filter, Person
from bot.store.searching import as_fts5, as_tsquery
from bot.store.store import Store

from .samples import ADA, BOB, NOON, after, decide, thread


@pytest.fixture
def filled(store: Store) -> Store:
    """Three decisions: 1 by Ada for drf, 2 by Örjan for flask a day later, 3 by Bob, approved."""
    orjan = Person(id="web:100%", name="Örjan Ek")
    decide(store, "one", reason="time-to-market and 100% batteries")
    decide(store, "two", person=orjan, chosen="flask", at=after(24 * 60))
    decide(store, "three", person=BOB, chosen="sanic", words="Latenz: extrem", at=after(48 * 60))
    store.add_review(3, reviewer="Lee", verdict="approved", comment="", at=NOON)
    return store


DAY = datetime.timedelta(days=1)
FILTERS: list[tuple[Filter, list[int]]] = [
    (Filter(), [3, 2, 1]),
    (Filter(status="proposed"), [2, 1]),
    (Filter(status="approved"), [3]),
    (Filter(status="superseded"), []),
    (Filter(framework="flask"), [2]),
    (Filter(framework="falcon"), []),
    (Filter(person="love"), [1]),
    (Filter(person="  ADA "), [1]),
    (Filter(person="slack:T1:U2"), [3]),
    (Filter(person="ÖRJAN"), [2]),
    (Filter(person="%"), [2]),
    (Filter(person="_"), []),
    (Filter(person=" "), [3, 2, 1]),
    (Filter(since=NOON.date()), [3, 2, 1]),
    (Filter(since=NOON.date() + DAY), [3, 2]),
    (Filter(until=NOON.date() + DAY), [1]),
    (Filter(since=NOON.date() + DAY, until=NOON.date() + 2 * DAY), [2]),
    (Filter(status="proposed", person="ada", framework="drf", text="market"), [1]),
    (Filter(status="approved", person="ada"), []),
]


@pytest.mark.parametrize(("wanted", "ids"), FILTERS, ids=[repr(case[0]) for case in FILTERS])
def test_a_filter_lets_through_what_fits_all_its_fields(
    filled: Store, wanted: Filter, ids: list[int]
) -> None:
    assert [decision.id for decision in filled.decisions(wanted)] == ids
    assert filled.count_decisions(wanted) == len(ids)


TYPED: list[tuple[str, list[int]]] = [
    ("", [3, 2, 1]),
    ("  \t", [3, 2, 1]),
    ("latenz", [3]),
    ("lat", [3]),
    ("enz", []),
    ("team KNOWS", [3, 2]),
    ("knows the team", [3, 2]),
    ("te knows", []),
    ("lovelace", [1]),
    ("orjan", [2]),
    ("sanic", [3]),
    ("drf", [3, 2, 1]),
    ("time-to-market", [1]),
    ("market-to-time", []),
    ("100%", [1]),
    ("ada OR bob", []),
    ("NOT ada", []),
    ("NEAR(ada bob)", []),
    ("reason:team", []),
    ("^team", [3, 2]),
    ("team*", [3, 2]),
    ('"team', [3, 2]),
    ('te"am', []),
    ("team AND", []),
    ("(team", [3, 2]),
    ("team -- '; DROP TABLE decisions", []),
    ("team\0knows", [3, 2]),
    ("- + *", []),
    ("_", []),
    ("🐍", []),
    ("\ud83d", []),
    ("{}", []),
    ("te" * 5000, []),
    ("team " * 5000, [3, 2]),
]


@pytest.mark.parametrize(("text", "ids"), TYPED, ids=[repr(case[0][:30]) for case in TYPED])
def test_typed_text_finds_decisions_and_is_never_a_syntax_error(
    filled: Store, text: str, ids: list[int]
) -> None:
    wanted = Filter.model_construct(text=text)  # A model would refuse half a surrogate pair.
    assert [decision.id for decision in filled.decisions(wanted)] == ids
    assert filled.count_decisions(wanted) == len(ids)


def test_no_single_character_is_a_syntax_error(filled: Store) -> None:
    for code in (*range(256), 0x0301, 0x0F3A, 0x1F40D, 0x10FFFF):
        for text in (chr(code), f"team{chr(code)}", f"{chr(code)}team", f"team {chr(code)} knows"):
            filled.count_decisions(Filter(text=text))


def test_the_search_knows_a_person_by_the_new_name_only(filled: Store) -> None:
    filled.see(Person(id=ADA.id, name="Countess"), thread())
    assert [decision.id for decision in filled.decisions(Filter(text="countess"))] == [1]
    assert filled.decisions(Filter(text="lovelace")) == []
    assert [decision.id for decision in filled.decisions(Filter(person="countess"))] == [1]
    assert filled.decisions(Filter(person="lovelace")) == []


def test_triggers_keep_the_search_of_sqlite_in_step(in_memory: Store) -> None:
    filled = in_memory
    decide(filled, "one", reason="time-to-market and 100% batteries")
    filled.run("UPDATE decisions SET reason = 'budget' WHERE id = 1")
    assert [decision.id for decision in filled.decisions(Filter(text="budget"))] == [1]
    assert filled.decisions(Filter(text="market")) == []
    filled.run("DELETE FROM decisions WHERE id = 1")
    assert filled.rows("SELECT rowid FROM decisions_text WHERE decisions_text MATCH 'budget'") == []


@pytest.mark.parametrize(
    ("reason", "typed"),
    [
        ("Zürich and Genève", "zurich geneve"),
        ("Zu\u0308rich", "ZÜRICH"),
        ("naive", "naïve"),
        ("ÅNGSTRÖM", "angstro"),
        ("Straße 7", "straße"),
        ("Вы знаете Python", "вы зна"),
        ("Π2 is 3", "π2"),
        ("我们 use flask", "我们"),
        ("it's 'quoted' \\ and \"so\" on", "it's quoted so on"),
        ("a" * 3_000, "a" * 400),
    ],
)
def test_letters_of_any_script_are_found_without_their_accents(
    store: Store, reason: str, typed: str
) -> None:
    number = decide(store, reason=reason)
    decide(store, "two", reason="something else", words="")
    assert [decision.id for decision in store.decisions(Filter(text=typed))] == [number]


def test_a_phrase_does_not_reach_from_one_field_into_the_next(store: Store) -> None:
    decide(store, words="ends here", reason="begins there")
    assert store.decisions(Filter(text="here-begins")) == []
    assert len(store.decisions(Filter(text="begins-there"))) == 1


def test_a_text_of_many_words_is_searched_up_to_its_end(store: Store) -> None:
    decide(store, reason=" ".join(f"word{number}" for number in range(20_000)) + " last")
    assert len(store.decisions(Filter(text="word1-word2 last"))) == 1
    assert store.decisions(Filter(text="word1-word3")) == []


def test_every_word_is_quoted_and_the_last_is_a_beginning() -> None:
    assert as_fts5('say "hi" to') == '"say" """hi""" "to"*'
    assert as_tsquery('say "hi-ho" to') == "('say') & ('hi' <-> 'ho') & ('to':*)"
