"""What is computed from the content is kept in a folder; what goes wrong there costs time only."""

import logging
from pathlib import Path

import numpy as np
import pytest

from bot.remembering import KEPT, in_folder
from knowledge.logistic import Floats


class Computing:
    """A long computation that counts how often it is done."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Floats:
        self.times += 1
        return np.array([[1.0, 2.0]], dtype=np.float32)


def test_a_result_is_computed_once_for_the_same_key(tmp_path: Path) -> None:
    compute = Computing()
    first = in_folder(tmp_path / "new" / "folder")(b"key", compute)
    again = in_folder(tmp_path / "new" / "folder")(b"key", compute)
    assert compute.times == 1
    assert np.array_equal(first, again)


def test_another_key_is_another_result(tmp_path: Path) -> None:
    compute = Computing()
    for key in (b"one", b"two"):
        in_folder(tmp_path)(key, compute)
    assert compute.times == 2


@pytest.mark.parametrize("broken", [b"", b"nonsense", b"\x93NUMPY\x01\x00"])
def test_a_file_that_is_broken_is_computed_and_written_again(tmp_path: Path, broken: bytes) -> None:
    compute = Computing()
    in_folder(tmp_path)(b"key", compute)
    (file,) = tmp_path.iterdir()
    file.write_bytes(broken)
    for _ in range(2):
        in_folder(tmp_path)(b"key", compute)
    assert compute.times == 2


def test_a_folder_that_cannot_be_written_costs_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    with caplog.at_level(logging.WARNING):
        found = in_folder(tmp_path / "file")(b"key", Computing())
    assert found.tolist() == [[1.0, 2.0]]
    assert str(tmp_path / "file") in caplog.text


def test_a_folder_does_not_grow_without_end(tmp_path: Path) -> None:
    for n in range(KEPT + 3):
        in_folder(tmp_path)(str(n).encode(), Computing())
    assert len(list(tmp_path.iterdir())) == KEPT
