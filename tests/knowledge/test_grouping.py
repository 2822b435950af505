"""Questions of the log become phrasings to add, and groups ranked by people."""

import itertools
import random

from knowledge.grouping import LONGEST, MOST, Question, count, group, propose

NEAR = ["how do i cache pages", "how do I cache a page?", "cache pages how"]
FAR = ["who may rotate the keys", "falcon and graphql subscriptions"]


def asked(*texts: str) -> list[Question]:
    """Each text asked by somebody else."""
    return [Question(text, f"p{i}") for i, text in enumerate(texts)]


def texts(questions: list[Question]) -> list[list[str]]:
    return [[counted.text for counted in found.questions] for found in group(questions)]


def test_the_same_words_are_one_question_as_most_people_wrote_it() -> None:
    [counted] = count(asked("Rate limits?", "rate limits", "rate limits", "RATE, LIMITS"))
    assert (counted.text, len(counted.people)) == ("rate limits", 4)


def test_a_person_counts_once_however_often_they_ask() -> None:
    [counted] = count([Question("rate limits", "ada"), Question("Rate limits!", "ada")])
    assert counted.people == {"ada"}


def test_a_text_without_a_word_is_no_question() -> None:
    assert count(asked("???", " ", "🙂")) == []


def test_a_text_of_several_lines_stands_on_one() -> None:
    [counted] = count(asked("rate\n\tlimits\u200b \x07here"))
    assert counted.text == "rate limits here"


def test_questions_that_are_alike_form_a_group() -> None:
    found = texts(asked(*NEAR, *FAR))
    assert sorted(found[0]) == sorted(NEAR)
    assert [len(one) for one in found] == [3, 1, 1]


def test_groups_are_ranked_by_different_people_and_not_by_questions() -> None:
    alone = [Question(text, "ada") for text in NEAR]
    found = group([*alone, Question(FAR[0], "ben"), Question(FAR[0], "cy")])
    assert [len(one.people) for one in found] == [2, 1]


def test_a_word_alone_does_not_draw_every_question_with_it_into_its_group() -> None:
    found = texts(asked("flask", "how do i keep secrets out of a flask repository", "Flask!"))
    assert [len(one) for one in found] == [1, 1]


def test_questions_that_only_begin_alike_are_apart() -> None:
    begin = "which one of these should we really use for"
    found = texts(asked(f"{begin} robots", f"{begin} graphql", f"{begin} the graphql"))
    assert sorted(map(len, found)) == [1, 2]


def test_the_order_of_the_questions_makes_no_difference() -> None:
    questions = [
        *asked(*NEAR, *FAR, "cache a page", "rotate keys who may", "graphql subscriptions falcon"),
        Question(FAR[1], "ada"),
    ]
    expected = group(questions)
    for seed in range(20):
        random.Random(seed).shuffle(questions)
        assert group(questions) == expected


def chosen(*pairs: tuple[str, str]) -> list[tuple[Question, str]]:
    return [(Question(text, f"p{i}"), entry) for i, (text, entry) in enumerate(pairs)]


def test_a_question_becomes_a_phrasing_of_the_entry_that_was_opened() -> None:
    found = propose(chosen(("keep pages warm", "caching")), {"caching": ["cache"]}, ())
    assert {entry: list(map(tuple, listed)) for entry, listed in found.items()} == {
        "caching": [("keep pages warm", 1)]
    }


def test_what_an_entry_has_already_is_not_proposed_in_whatever_case() -> None:
    taken = ["Keep pages WARM!"]
    assert propose(chosen(("keep pages warm", "caching")), {"caching": ["x"]}, taken) == {}


def test_an_entry_that_is_gone_gets_nothing() -> None:
    assert propose(chosen(("keep pages warm", "gone")), {"caching": ["x"]}, ()) == {}


def test_most_people_decide_which_entry_a_question_means() -> None:
    have = {"caching": ["x"], "cors": ["y"]}
    votes = chosen(("warm pages", "cors"), ("warm pages", "caching"), ("Warm pages", "caching"))
    found = propose(votes, have, ())
    assert {entry: [p.people for p in listed] for entry, listed in found.items()} == {
        "caching": [2]
    }
    assert propose(votes[:2], have, ()) == {}


def test_the_phrasings_of_most_people_come_first_and_the_entry_stays_within_its_most() -> None:
    pairs = [(f"way {chr(97 + n)}", "caching") for n in range(10) for _ in range(n + 1)]
    have = {"caching": [f"phrasing {n}" for n in range(MOST - 3)]}
    [listed] = propose(chosen(*pairs), have, ()).values()
    assert [(p.text, p.people) for p in listed] == [("way j", 10), ("way i", 9), ("way h", 8)]
    full = {"caching": ["x"] * MOST}
    over = {"caching": ["x"] * (MOST + 2)}
    assert propose(chosen(*pairs), full, ()) == propose(chosen(*pairs), over, ()) == {}


def test_a_text_that_is_too_long_for_a_phrasing_is_left_out() -> None:
    fits = "a" * LONGEST
    for text, expected in ((fits, 1), (f"{fits}a", 0)):
        assert len(propose(chosen((text, "caching")), {"caching": ["x"]}, ())) == expected


def test_proposals_do_not_depend_on_the_order_of_the_log() -> None:
    have = {"caching": ["x"], "cors": ["y"]}
    votes = chosen(*itertools.product(["warm a", "Warm A", "cold b"], ["cors", "caching", "cors"]))
    expected = propose(votes, have, ())
    for seed in range(20):
        random.Random(seed).shuffle(votes)
        assert propose(votes, have, ()) == expected
