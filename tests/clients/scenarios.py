"""What the tests of the clients let a process do: scenarios.py SCENARIO URL KEY. The last line says what the client counted."""
import asyncio
import json
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs", "clients"))
sys.dont_write_bytecode = True
from vitrine import Vitrine  # noqa: E402

scenario, url, key = sys.argv[1:]


def tell(vitrine):
    print(json.dumps({"sent": vitrine.sent, "refused": vitrine.refused, "dropped": vitrine.dropped}), flush=True)


def kinds():
    vitrine = Vitrine(url, key)
    vitrine.image(prompt="a fox", user_id=42, generation_time=1.5)
    vitrine.message("assistant", "talk-1", tokens=12, response_time=0.5, text="tschüß 🦊")
    vitrine.conversation("talk-1", "ended")
    vitrine.activity(42, "login")
    vitrine.api_call("/users/42", "GET", 200, response_time=0.03)
    vitrine.command("help", 42, guild_id="g1")

    @vitrine.timed("imagine", lambda user: user)
    async def imagine(user):
        await asyncio.sleep(0)
        return "made"

    @vitrine.timed("imagine", 42)
    def fail():
        raise ValueError("boom")

    assert asyncio.run(imagine(42)) == "made" and imagine.__name__ == "imagine"
    try:
        fail()
        raise AssertionError("the function's own error is gone")
    except ValueError as error:
        assert str(error) == "boom"
    vitrine.close()
    tell(vitrine)


def many():
    vitrine = Vitrine(url, key, interval=0.05)
    for index in range(250):
        vitrine.command("imagine", index)
    vitrine.track("command", command_name="refused")
    vitrine.close()
    tell(vitrine)


def late():
    vitrine = Vitrine(url, key, interval=0.001)
    vitrine.command("imagine", 42)
    print("tracked", flush=True)
    vitrine.close(60)
    tell(vitrine)


def full():
    vitrine = Vitrine(url, key, capacity=10, interval=0.001)
    began = time.perf_counter()
    for _ in range(10_000):
        vitrine.command("imagine", 42)
    circular = []
    circular.append(circular)
    vitrine.image(meta=circular)
    took = time.perf_counter() - began
    assert took < 5, f"tracking took {took} s"
    vitrine.close(0.2)
    tell(vitrine)


def exit():
    vitrine = Vitrine(url, key, interval=0.3)
    for _ in range(5):
        vitrine.command("imagine", 42)
    tell(vitrine)


def fork():
    vitrine = Vitrine(url, key, interval=0.05)
    vitrine.command("parent", 42)
    child = os.fork()
    vitrine.command("child" if child == 0 else "parent", 42)
    vitrine.close()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    tell(vitrine)


globals()[scenario]()
