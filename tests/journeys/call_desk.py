"""A whole call by the keyboard alone: nothing here touches a mouse."""

import re
from contextlib import contextmanager

KIND_AT_HAND = """
() => {
  const element = document.activeElement;
  const now = document.querySelector("#sheet .qs.now[data-question]");
  const question = element.closest("[data-question]") || now;
  if (!question) return "";
  return element.matches("textarea") ? "text" : question.dataset.question;
}
"""
COUNT_TOUCHES = """
() => {
  window.touches = 0;
  document.addEventListener("pointerdown", () => (window.touches += 1), true);
}
"""
GOOD = {"choice": "1", "scale": "5"}
MOST_STEPS = 12


def open_by_keys(agent, number):
    """Walk down the queue with J until the call has the focus, and open it by Enter; it is taken."""
    form = agent.find(f"#sheet form[data-sheet='{number}']")
    if form.count():
        return  # the desk went on to it by itself
    agent.page.keyboard.press("Escape")
    for key in "k" * MOST_STEPS + "j" * MOST_STEPS:
        if agent.page.evaluate("() => document.activeElement.id") == f"q-{number}":
            break
        agent.press(key)
    agent.press("Enter")
    form.wait_for()
    agent.look()


def answer_by_keys(agent, *, rating, trouble=""):
    """Answer question by question: digits rate and go on; `trouble` becomes a repair by Alt R."""
    if trouble:
        agent.press("Alt+r")
        agent.page.keyboard.type(trouble)
        agent.press("Enter")
    for _ in range(MOST_STEPS):
        kind = agent.page.evaluate(KIND_AT_HAND)
        if kind in {"text", ""}:
            break
        agent.press(str(rating) if kind == "rating" else GOOD[kind])
    assert agent.page.evaluate(KIND_AT_HAND) == "text"
    agent.page.keyboard.type("希望师傅以后到得早一点")
    agent.press("Tab")
    agent.page.keyboard.type("客户语气平和")
    agent.look()


def finish_by_keys(agent, number):
    agent.press("Control+Enter")
    agent.find(f"#sheet form[data-sheet='{number}']").wait_for(state="detached")
    agent.look()
    assert re.match(r"/calls/", agent.path())


def watch_the_pointer(agent):
    """Count from now on what a mouse or a finger does; a page loaded anew would forget it."""
    agent.page.evaluate(COUNT_TOUCHES)


def pointer_touches(agent):
    return agent.page.evaluate("window.touches")


@contextmanager
def on_a_slow_line(agent):
    """Let each request take longer than the sheet waits before it saves by itself."""
    session = agent.context.new_cdp_session(agent.page)
    session.send("Network.enable")
    slow = {"offline": False, "latency": 1500, "downloadThroughput": -1, "uploadThroughput": -1}
    session.send("Network.emulateNetworkConditions", slow)
    yield
    session.send("Network.emulateNetworkConditions", slow | {"latency": 0})
    session.detach()
