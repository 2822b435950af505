"""The proof of the rules put into words: its figures with the goals beside them, and its faults."""

from collections.abc import Iterator, Mapping

from bot.console import one_line
from knowledge.ids import FRAMEWORKS, FrameworkId
from rules.proof import FEWEST, Fault, Proof

Row = tuple[str, str, str, str]

FAULTS = {
    "never-wins": "{what} never wins; it comes nearest with",
    "nobody-left": "every framework is excluded with",
    "no-effect": "{what} changes no result; it comes nearest with",
    "dead-rule": "{what} can be left out without changing a result; it comes nearest with",
    "unnamed-tie": "{what}, with",
    "other-result": "{what}, with",
}


def text(proof: Proof) -> Iterator[str]:
    """The proof for people to read, a line at a time."""
    rows: list[Row] = [
        ("Over every set of answers", "", "", "goal"),
        (f"sets of answers to {proof.questions} questions", f"{proof.sets:,}", "", ""),
        *_wins(proof.wins, proof.sets),
        ("ties in the first place, all named", *_share(proof.ties, proof.sets), ""),
        ("questions until it is settled, mean", f"{proof.asked.mean:.2f}", "", f"at most {FEWEST}"),
        ("  95th percentile", f"{proof.asked.p95}", "", ""),
        ("  in the order of the file, mean", f"{proof.in_order.mean:.2f}", "", ""),
        ("  95th percentile", f"{proof.in_order.p95}", "", ""),
        ("settled on another result than all", f"{proof.others:,}", "", "0"),
        ("sets with the optional questions too", f"{proof.all_sets:,}", "", ""),
        *_wins(proof.all_wins, proof.all_sets),
        ("faults", str(len(proof.faults)), "", "0"),
    ]
    for what, figure, share, goal in rows:
        yield f"{what:<40}{figure:>15}{share:>10}   {goal}".rstrip()
    for fault in proof.faults:
        yield f"{fault.kind}: {in_words(fault)}"


def in_words(fault: Fault) -> str:
    """A fault as a sentence, with the answers that show it."""
    answers = ",".join(f"{criterion}={option}" for criterion, option in fault.answers.items())
    return one_line(f"{FAULTS[fault.kind].format(what=fault.what)} {answers}")


def _wins(wins: Mapping[FrameworkId, int], sets: int) -> Iterator[Row]:
    for framework in FRAMEWORKS:
        yield (f"  {framework} wins", *_share(wins[framework], sets), "at least 1")


def _share(count: int, sets: int) -> tuple[str, str]:
    return f"{count:,}", f"{count / sets:.1%}"
