"""A picture becomes text with its speakers; what is none is refused before it is decoded."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, ImageDraw, ImageEnhance

from anju.media.errors import MediaError
from anju.media.layout import Bubble, OcrLine, Side, to_bubbles, to_text
from anju.media.picture import MOST_BYTES, open_picture
from anju.media.reader import read_picture
from tests.media.draw import chat, page, png, qr

TALK = [
    (False, "您好，我是京东客服，您的白条账户需要马上注销"),
    (True, "怎么注销？"),
    (False, "请您下载会议软件，打开屏幕共享，我教您操作"),
    (True, "要多少钱"),
]
SMS = ["【工商银行】您的账户将于今日冻结，", "请点击 icbc-kq.top 办理"]


@pytest.fixture(scope="module")
def talk() -> Image.Image:
    return chat(TALK)


def test_a_chat_keeps_order_and_speakers(talk: Image.Image) -> None:
    lines = read_picture(png(talk)).text.splitlines()
    assert [line.split("：")[0] for line in lines] == ["对方", "我", "对方", "我"]
    assert "屏幕共享" in lines[2]


def test_dark_mode_reads_the_same(talk: Image.Image) -> None:
    assert "屏幕共享" in read_picture(png(chat(TALK, dark=True))).text


def test_a_rotated_screenshot_is_turned(talk: Image.Image) -> None:
    lines = read_picture(png(talk.rotate(90, expand=True))).text.splitlines()
    assert "注销" in lines[0]
    assert "我：要多少钱" in lines[-1]


def test_a_dark_photograph_is_brightened() -> None:
    dark = ImageEnhance.Brightness(page(SMS)).enhance(0.15)
    assert "冻结" in read_picture(png(dark)).text


def test_a_message_is_one_paragraph_without_the_status_line() -> None:
    text = read_picture(png(page(SMS))).text
    assert "冻结" in text
    assert "icbc-kq.top" in text


def test_a_qr_code_is_read() -> None:
    found = read_picture(png(qr("https://dq8m.top/ab")))
    assert found.codes == ("https://dq8m.top/ab",)


def refused(content: bytes) -> str:
    with pytest.raises(MediaError) as caught:
        read_picture(content)
    return caught.value.code


def test_a_picture_without_words_says_so() -> None:
    picture = Image.new("RGB", (400, 400), "#88aa99")
    ImageDraw.Draw(picture).ellipse((80, 80, 300, 300), fill="#aa8899")
    assert refused(png(picture)) == "no_text"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"hello", id="text"),
        pytest.param(b"%PDF-1.4 \n1 0 obj", id="PDF"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="SVG"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, id="broken PNG"),
        pytest.param(b"MZ" + b"\x00" * 200, id="program"),
    ],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    assert refused(content) == "not_a_picture"


def test_a_cut_picture_is_refused(talk: Image.Image) -> None:
    assert refused(png(talk)[:3000]) == "not_a_picture"


def test_a_bomb_is_refused_by_its_header() -> None:
    """A few hundred bytes that would unfold to 900 million pixels."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9))
    assert refused(bomb + chunk(b"IEND", b"")) == "too_many_pixels"


def test_more_than_ten_megabytes_are_refused() -> None:
    assert refused(b"\xff" * (MOST_BYTES + 1)) == "too_large"


def test_transparency_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    assert open_picture(out.getvalue()).mean() == 255


def line(text: str, left: float, right: float, top: float) -> OcrLine:
    return OcrLine(text, left, top, right, top + 30)


def test_names_times_and_status_are_no_bubbles() -> None:
    lines = [
        line("9:41", 30, 90, 10),
        line("昨天 21:30", 330, 420, 120),
        line("在吗", 110, 200, 200),
        line("在的", 560, 640, 300),
        line("借我两千", 110, 300, 400),
    ]
    bubbles = to_bubbles(lines, 750, 1334)
    assert bubbles == [
        Bubble(Side.THEIRS, "在吗"),
        Bubble(Side.MINE, "在的"),
        Bubble(Side.THEIRS, "借我两千"),
    ]
    assert to_text(bubbles, "A", "B") == "B：在吗\nA：在的\nB：借我两千"


def test_a_list_of_messages_is_split_where_a_new_one_begins() -> None:
    lines = [
        line("【银行】您尾号", 40, 700, 200),
        line("1234 的卡", 40, 300, 235),
        line("【快递】您的包裹", 40, 700, 400),
    ]
    bubbles = to_bubbles(lines, 750, 1334)
    assert [bubble.text for bubble in bubbles] == ["【银行】您尾号1234 的卡", "【快递】您的包裹"]
