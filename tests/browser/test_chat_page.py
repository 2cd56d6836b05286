"""A resident talks to Anju in a browser, in Chinese and in English."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.media.draw import chat, png

pytestmark = [pytest.mark.browser, pytest.mark.processes]

TALK = [
    (False, "您好，我是京东客服，您的白条账户不符合规定，需要马上注销"),
    (True, "怎么注销？"),
    (False, "请您下载会议软件，打开屏幕共享，我一步一步教您操作"),
    (False, "把借呗里的额度提出来转到安全账户就可以了"),
]
SCREENSHOTS = Path(__file__).parent / "screenshots"
ANSWER_SECONDS = 30


class Page:
    """The chat page as a person uses it."""

    def __init__(self, browser: Chrome, address: str, width: int, height: int) -> None:
        self.browser = browser
        self.resize(width, height)
        browser.get(address)
        self.wait = WebDriverWait(browser, ANSWER_SECONDS)
        self.wait.until(lambda _: self.one("message-input").is_enabled())

    def resize(self, width: int, height: int) -> None:
        # A window cannot be narrower than 500 pixels; the emulated screen of a phone can.
        metrics = {"width": width, "height": height, "deviceScaleFactor": 2, "mobile": width < 500}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def one(self, name: str) -> WebElement:
        return self.browser.find_element(By.CSS_SELECTOR, f"[data-testid={name}]")

    def all(self, name: str) -> list[WebElement]:
        return self.browser.find_elements(By.CSS_SELECTOR, f"[data-testid={name}]")

    def answers(self) -> list[str]:
        selector = "[data-testid=bubble][data-from=anju]"
        return [found.text for found in self.browser.find_elements(By.CSS_SELECTOR, selector)]

    def say(self, text: str) -> str:
        """Send a message and return everything that came back."""
        before = len(self.answers())
        field = self.one("message-input")
        field.send_keys(text)
        field.send_keys(Keys.ENTER)
        return self._answers_after(before)

    def tap(self, title: str) -> str:
        before = len(self.answers())
        next(found for found in self.all("quick-reply") if title in found.text).click()
        return self._answers_after(before)

    def screenshot(self, name: str) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        self.browser.save_screenshot(str(SCREENSHOTS / f"{name}.png"))

    def _answers_after(self, before: int) -> str:
        self.wait.until(lambda _: len(self.answers()) > before)
        self.wait.until(lambda _: not self.one("typing").is_displayed())
        return "\n".join(self.answers()[before:])


def test_a_resident_asks_in_chinese_on_a_phone(browser: Chrome, assistant: str) -> None:
    page = Page(browser, assistant, 390, 844)
    page.screenshot("welcome-390")
    assert "窗口" in page.say("我要办护照")
    assert "120" in page.say("那要多少钱")
    assert "110" in page.say("刚刚给骗子转了两万块怎么办")
    page.screenshot("chat-390")
    width = browser.execute_script("return document.documentElement.scrollWidth")
    assert width <= 390, "the page scrolls sideways on a phone"


def test_a_foreigner_asks_in_english_on_a_desktop(browser: Chrome, assistant: str) -> None:
    page = Page(browser, assistant, 1280, 800)
    assert "110" in page.say(
        "someone called me and said he is police, I must move my money to a safe account"
    )
    answer = page.say("do I need a helmet on my ebike")
    assert "elmet" in answer and "Shanghai Non-motor Vehicle" in answer
    page.screenshot("chat-1280-en")


def test_a_quick_reply_leads_on(browser: Chrome, assistant: str) -> None:
    page = Page(browser, assistant, 390, 844)
    page.say("居住证怎么办")
    assert "身份证" in page.tap("要带什么")


def test_an_emergency_is_answered_with_the_number_first(browser: Chrome, assistant: str) -> None:
    page = Page(browser, assistant, 390, 844)
    answer = page.say("救命有人在撬我家门")
    assert "110" in answer.splitlines()[0]
    page.screenshot("emergency-390")


def test_history_survives_a_reload_and_can_be_erased(browser: Chrome, assistant: str) -> None:
    page = Page(browser, assistant, 390, 844)
    page.say("骑电动车要戴头盔吗")
    browser.refresh()
    page.wait.until(lambda _: any("头盔" in answer for answer in page.answers()))
    page.one("menu").click()
    page.one("erase").click()
    page.wait.until(lambda _: page.one("erase-confirm").is_displayed())
    page.one("erase-confirm").click()
    page.wait.until(lambda _: not any("头盔" in answer for answer in page.answers()))


def test_large_type_and_language_are_remembered(browser: Chrome, assistant: str) -> None:
    page = Page(browser, assistant, 390, 844)
    size = browser.execute_script("return getComputedStyle(document.documentElement).fontSize")
    language = browser.execute_script("return document.documentElement.lang")
    page.one("size-switch").click()
    page.one("language-switch").click()
    browser.refresh()
    page.wait.until(lambda _: page.one("message-input").is_enabled())
    larger = browser.execute_script("return getComputedStyle(document.documentElement).fontSize")
    assert float(larger.removesuffix("px")) > float(size.removesuffix("px"))
    assert browser.execute_script("return document.documentElement.lang") != language
    page.screenshot("large-390-en")


def test_a_screenshot_is_read_judged_and_can_be_corrected(
    browser: Chrome, assistant: str, tmp_path: Path
) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(png(chat(TALK)))
    page = Page(browser, assistant, 390, 844)
    page.one("picture-input").send_keys(str(picture))
    page.wait.until(lambda _: browser.find_elements(By.CSS_SELECTOR, "[data-testid=read-text]"))
    read = page.one("read-text")
    assert "屏幕共享" in read.get_property("value")
    page.wait.until(lambda _: any("高风险" in answer for answer in page.answers()))
    page.screenshot("picture-390")
    read.clear()
    read.send_keys("明天下午三点家长会，请准时参加")
    page.one("read-again").click()
    page.wait.until(lambda _: any("没有发现" in answer for answer in page.answers()))
    page.resize(1280, 900)
    page.screenshot("picture-desktop")


def test_a_picture_without_words_is_answered_with_a_way_on(
    browser: Chrome, assistant: str, tmp_path: Path
) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(_ONE_PIXEL)
    page = Page(browser, assistant, 390, 844)
    page.one("picture-input").send_keys(str(picture))
    page.wait.until(lambda _: "文字" in page.one("note").text)


def test_a_conversation_that_was_erased_is_forgotten_behind_the_door(client: httpx.Client) -> None:
    client.post("api/chat", json={"message": "我要办护照"})
    assert client.delete("api/chat/session").status_code == httpx.codes.NO_CONTENT
    answer = client.post("api/chat", json={"message": "那要多少钱"}).json()
    assert "120" not in "".join(message.get("text", "") for message in answer)


_ONE_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360"
    "606060000000050001a5f645400000000049454e44ae426082"
)
