"""Draw screenshots: a chat with bubbles, a list of messages, a QR code."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
WIDTH, HEIGHT = 750, 1334
_SIZE, _PAD = 30, 22


def png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def chat(turns: Sequence[tuple[bool, str]], dark: bool = False) -> Image.Image:
    """Draw a chat; a turn is (mine, text)."""
    ground, ink = ("#111111", "#e8e8e8") if dark else ("#ededed", "#111111")
    mine, theirs = ("#2ba245", "#2c2c2c") if dark else ("#95ec69", "#ffffff")
    picture = Image.new("RGB", (WIDTH, HEIGHT), ground)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(FONT, _SIZE)
    draw.text((40, 14), "9:41", font=ImageFont.truetype(FONT, 24), fill=ink)
    top = 110
    for is_mine, text in turns:
        lines = _wrap(text, font, 430)
        width = max(int(font.getlength(line)) for line in lines) + 2 * _PAD
        height = len(lines) * 42 + 2 * _PAD
        left = WIDTH - 110 - width if is_mine else 110
        box = (left, top, left + width, top + height)
        draw.rounded_rectangle(box, 12, fill=mine if is_mine else theirs)
        draw.rectangle(
            (WIDTH - 90, top, WIDTH - 20, top + 70) if is_mine else (20, top, 90, top + 70),
            fill="#7799cc",
        )
        for row, line in enumerate(lines):
            draw.text((left + _PAD, top + _PAD + row * 42 - 4), line, font=font, fill=ink)
        top += height + 34
    return picture


def page(lines: Sequence[str], size: int = _SIZE) -> Image.Image:
    """Draw lines of text on white."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "#ffffff")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(FONT, size)
    for row, line in enumerate(lines):
        draw.text((40, 120 + row * int(size * 1.6)), line, font=font, fill="#111111")
    return picture


def _wrap(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines, line = [], ""
    for char in text:
        if font.getlength(line + char) > width:
            lines.append(line)
            line = ""
        line += char
    return [*lines, line]


def qr(text: str) -> Image.Image:
    """Draw a QR code on a page of its own."""
    code = zxingcpp.write_barcode(zxingcpp.BarcodeFormat.QRCode, text, 300, 300)
    picture = Image.new("RGB", (WIDTH, WIDTH), "#ffffff")
    picture.paste(Image.fromarray(np.asarray(code)), (200, 200))
    return picture
