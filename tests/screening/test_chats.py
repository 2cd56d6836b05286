"""A pasted talk is read as one: who speaks, and which side is the person's own."""

from __future__ import annotations

import pytest

from anju.screening.chats import bare, other_side, read_chat

TALK = "客服：您好，您的会员要扣费\n我：怎么取消\n客服：下载会议软件\n我：好"


def test_names_before_a_colon() -> None:
    turns = read_chat(TALK)
    assert [turn.mine for turn in turns] == [False, True, False, True]
    assert other_side(turns) == "您好，您的会员要扣费\n下载会议软件"
    assert "客服" not in bare(turns)


def test_a_line_with_name_and_time_above_each_text() -> None:
    turns = read_chat("张姐 10:21\n在吗\n我 10:22\n在\n张姐 10:23\n借我两千\n明天还")
    assert [turn.speaker for turn in turns] == ["张姐", "我", "张姐"]
    assert turns[-1].text == "借我两千 明天还"


def test_a_long_turn_goes_on_in_the_next_line() -> None:
    turns = read_chat("甲：第一句\n还是第一句\n乙：第二句\n甲：第三句")
    assert turns[0].text == "第一句 还是第一句"


@pytest.mark.parametrize(
    "text",
    [
        "【工商银行】您的账户\n时间：今天\n金额：300元",
        "一句话",
        "地址：人民路1号\n电话：62310110\n备注：请带身份证",
        "https://a.cn\nhttps://b.cn\nhttps://c.cn",
        "甲：只有一个人\n甲：在说\n甲：话",
        "",
    ],
)
def test_a_notice_is_no_talk(text: str) -> None:
    assert read_chat(text) == []
