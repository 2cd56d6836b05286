"""A file that a person edits is read, or the message says which file, where, and what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from anju.storage.yaml_file import DataFileError, read_yaml


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "facts.yml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_file_is_read_as_plain_python_values(tmp_path: Path) -> None:
    path = write(tmp_path, "名字: 安居\ndays: [2026-11-23, 1, 1.5, true, null]\n")
    assert read_yaml(path) == {"名字": "安居", "days": [date(2026, 11, 23), 1, 1.5, True, None]}


def test_an_empty_file_is_nothing(tmp_path: Path) -> None:
    assert read_yaml(write(tmp_path, "")) is None


def test_a_byte_order_mark_of_a_windows_editor_does_no_harm(tmp_path: Path) -> None:
    assert read_yaml(write(tmp_path, "\ufeffname: 安居\n")) == {"name": "安居"}


def test_the_same_key_in_two_mappings_is_fine(tmp_path: Path) -> None:
    assert read_yaml(write(tmp_path, "- {id: a}\n- {id: b}\n")) == [{"id": "a"}, {"id": "b"}]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"absent\.yml: the file is missing; restore it"):
        read_yaml(tmp_path / "absent.yml")


def test_a_file_in_another_encoding_names_the_byte_and_the_remedy(tmp_path: Path) -> None:
    path = write(tmp_path, b"ab: " + "安居".encode("gbk"))
    with pytest.raises(DataFileError, match=r"facts\.yml: byte 4 is not UTF-8; save the file as"):
        read_yaml(path)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        pytest.param(
            "a: 1\nb: [1, 2\nc: 3\n", 3, id="a bracket is not closed, seen on the next line"
        ),
        pytest.param("a:\n\tb: 1\n", 2, id="a tab as indentation"),
        pytest.param("a: 1\nb: c: d\n", 2, id="a colon without quotes"),
        pytest.param("a: 1\nb: *gone\n", 2, id="an alias that nothing defines"),
        pytest.param("a: 1\n---\nb: 2\n", 2, id="a second document"),
        pytest.param('a: 1\nb: !!python/name:os.system ""\n', 2, id="a tag that would run code"),
    ],
)
def test_broken_yaml_names_file_and_line(tmp_path: Path, content: str, line: int) -> None:
    with pytest.raises(DataFileError, match=rf"facts\.yml: line {line}, column \d+: .*look at"):
        read_yaml(write(tmp_path, content))


def test_a_control_character_is_refused_though_the_parser_gives_no_line(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"facts\.yml: not valid YAML"):
        read_yaml(write(tmp_path, b'a: "\x00"\n'))


@pytest.mark.parametrize(
    ("content", "line"),
    [
        pytest.param("title: 甲\nid: x\ntitle: 乙\n", 3, id="at the top"),
        pytest.param("records:\n- id: x\n  zh: [甲]\n  zh: [乙]\n", 4, id="deep inside"),
        pytest.param("yes: 1\non: 2\n", 2, id="two spellings of one key: both are true"),
    ],
)
def test_a_key_that_stands_twice_is_refused(tmp_path: Path, content: str, line: int) -> None:
    """Plain YAML keeps the last in silence, and a paragraph of a fact is lost."""
    with pytest.raises(DataFileError, match=rf"facts\.yml: line {line}, .*the key .* stands twice"):
        read_yaml(write(tmp_path, content))


def test_a_key_that_is_a_list_is_a_mistake_in_the_file_too(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"facts\.yml: line 1"):
        read_yaml(write(tmp_path, "? [a, b]\n: 1\n"))


def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=tmp_path.name):
        read_yaml(tmp_path)


def test_no_python_object_is_ever_built(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    path = write(tmp_path, f'a: !!python/object/apply:pathlib.Path.touch ["{mark}"]\n')
    with pytest.raises(DataFileError):
        read_yaml(path)
    assert not mark.exists()
