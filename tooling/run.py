"""Start the whole product with one command: database, web, worker and scheduler."""

import argparse
import os
import signal
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tooling import leash
from tooling.place import CannotStart, Place, check_port, hold
from tooling.preparation import prepare
from tooling.stamps import ROOT
from tooling.supervisor import Part, Supervisor

ACCOUNTS = (
    ("admin", "系统管理员", "administrator"),
    ("agent", "热线坐席", "hotline agent"),
    ("agent2", "热线坐席（第二位）", "second hotline agent"),
    ("dispatcher", "派工员", "dispatcher"),
    ("centre", "省级服务中心", "province centre"),
    ("dealer", "网点（属于 centre）", "outlet of centre"),
    ("dealer2", "网点（属于另一中心）", "outlet of another centre"),
    ("engineer", "服务工程师（属于 dealer）", "service engineer of dealer"),
    ("auditor", "服务管理员，审核服务记录", "service administrator, audits records"),
    ("support", "总部技术支持", "technical support of headquarters"),
    ("region", "分区负责人", "head of a region"),
    ("clerk", "配件库管", "parts clerk"),
    ("finance", "财务", "finance"),
    ("manager", "服务经理", "service manager"),
    ("deputy", "分管副总", "deputy in charge"),
    ("director", "总经理", "general manager"),
)
PASSWORD = "aftersales-demo"  # noqa: S105 (printed on purpose: demonstration accounts only)
WAIT_FOR_WEB = 60.0
ROOT_WARNING = "ignore:You're running the worker with superuser privileges"  # ten lines that hide the address


def web(place: Place) -> Part:
    """One process with threads: SQLite and the counters in memory like a single writer."""
    bind = f"[{place.host}]:{place.port}" if ":" in place.host else f"{place.host}:{place.port}"
    return Part(
        "web server",
        [
            *(sys.executable, "-m", "gunicorn", "aftersales.wsgi:application"),
            *("--bind", bind, "--workers", "1", "--threads", "8", "--graceful-timeout", "8"),
            *("--log-level", "warning", "--worker-tmp-dir", scratch_folder(place)),
        ],
    )


def scratch_folder(place: Place) -> Path:
    """Heartbeats go to memory where there is some: a slow disk must not look like a dead worker."""
    memory = Path("/dev/shm")  # noqa: S108 (gunicorn makes its own unguessable file there)
    return memory if os.access(memory, os.W_OK) else place.data


def workers(place: Place) -> list[Part]:
    """Embedded: worker and scheduler in one; with Redis or in production: apart."""
    celery = (sys.executable, "-W", ROOT_WARNING, "-m", "celery", "--app", "aftersales", "--quiet")
    worker = [
        *celery,
        "worker",
        "--concurrency",
        "1",
        "--loglevel",
        "WARNING",
        "--without-mingle",
        "--without-gossip",
    ]
    if not place.redis_url and place.mode != "production":
        return [Part("worker", [*worker, "--beat"])]
    beat = [*celery, "beat", "--loglevel", "WARNING", "--pidfile="]
    return [Part("worker", worker), Part("scheduler", beat)]


class Greeting:
    """Prints the address once the web server answers."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.until = time.monotonic() + WAIT_FOR_WEB

    def __call__(self) -> bool:
        if answers(self.place):
            print(greeting(self.place), flush=True)
            return True
        if time.monotonic() > self.until:
            print(
                f"No answer from {self.place.address} in {WAIT_FOR_WEB:.0f} s; see the log above.", flush=True
            )
            return True
        return False


def answers(place: Place) -> bool:
    try:
        with urllib.request.urlopen(f"{place.address}health/", timeout=2):  # noqa: S310 (our own address)
            return True
    except urllib.error.HTTPError:
        return True  # it speaks; what it says is its own matter
    except OSError:
        return False


def greeting(place: Place) -> str:
    """Return what a new user needs to know, in both languages."""
    lines = ["", f"  打开 · Open   {place.address}", ""]
    if place.has_demonstration:
        lines += [f"  演示账号 · Demonstration accounts (密码 · password: {PASSWORD})"]
        lines += [f"    {name:<11}{chinese} · {english}" for name, chinese, english in ACCOUNTS]
        lines += [""]
    lines += [f"  数据 · Data   {place.data}", "  Ctrl-C 停止 · to stop", ""]
    return "\n".join(lines)


def run(place: Place) -> int:
    """Prepare, then supervise until told to stop."""
    with hold(place):
        check_port(place)
        started = time.monotonic()
        prepare(place)
        print(f"准备完成 · Ready to start after {time.monotonic() - started:.1f} s", flush=True)
        supervisor = Supervisor([web(place), *workers(place)], place.env, ROOT)
        code = supervisor.run(when_ready=Greeting(place))
    print("已停止 · Stopped.", flush=True)
    return code


def stop_while_preparing(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def main() -> int:
    """Answer with 0 after a clean stop."""
    parser = argparse.ArgumentParser(prog="tooling.run", description=__doc__)
    parser.add_argument("--end-with-parent", action="store_true", help="stop when the starter dies")
    if parser.parse_args().end_with_parent:
        leash.end_with_parent(signal.SIGTERM, os.getppid())
    signal.signal(signal.SIGTERM, stop_while_preparing)
    try:
        return run(Place.from_environment())
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("已停止 · Stopped.", flush=True)
        return 130


if __name__ == "__main__":
    sys.exit(main())
