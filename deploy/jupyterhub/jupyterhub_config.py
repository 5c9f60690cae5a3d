"""A room of up to forty people, each with a copy of the lessons of their own to edit, on one machine.

Nobody needs an account: a name of their own choice and the password of the room are enough. docs/workshops.md tells how
to start it, what it costs, and what keeps people apart: a folder and limits, but no wall. See there before using it.
"""

import os
import resource
import shutil
import sys
import tempfile
from pathlib import Path

from jupyter_core.paths import jupyter_path
from jupyterhub.spawner import SimpleLocalProcessSpawner

#: How many people may have a server at once.
MOST = 40
#: Bytes of memory for each process of a person: their JupyterLab, and each lesson that they run.
MEMORY = 1024**3
#: Bytes of the largest file that a person may write.
FILE = 100 * 1024**2
#: Seconds without a sign of use after which a person's server is stopped; their folder stays.
IDLE = int(os.environ.get("NEXTSTEPS_ROOM_IDLE", "1800"))

if os.geteuid() == 0:
    sys.exit(
        "The room does not run as root, because everybody in it could then change this machine; start it as a user "
        "who has nothing else, for example one made with: sudo useradd --create-home room."
    )
password = os.environ.get("NEXTSTEPS_ROOM_PASSWORD", "")
if len(password) < 8:
    sys.exit(
        "The room has no password, so anybody could run code on this machine; set NEXTSTEPS_ROOM_PASSWORD to one of "
        "8 characters or more."
    )
room = Path(os.environ.get("NEXTSTEPS_ROOM_FOLDER", "~/nextsteps-room")).expanduser().resolve()
room.mkdir(mode=0o700, parents=True, exist_ok=True)
sockets = tempfile.mkdtemp(prefix="room-")
# The lessons that came with the pages, unless a folder of others is named.
places = [os.environ.get("NEXTSTEPS_ROOM_LESSONS"), *jupyter_path("nextsteps", "lessons")]
lessons = next((Path(place) for place in places if place and Path(place).is_dir()), None)
if lessons is None:
    sys.exit(
        "There are no lessons to hand out: install this project beside JupyterHub (pip install '.[lab]'), or set "
        "NEXTSTEPS_ROOM_LESSONS to their folder."
    )


def hand_out(spawner):
    """Copy the lessons into a person's folder. What they have already, and may have changed, is never written over."""
    home = Path(spawner.home_dir)
    home.mkdir(parents=True, exist_ok=True)
    for lesson in lessons.rglob("*.ipynb"):
        theirs = home / lesson.relative_to(lessons)
        if not theirs.exists() and not any(part.startswith(".") for part in theirs.relative_to(home).parts):
            theirs.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(lesson, theirs)


class RoomSpawner(SimpleLocalProcessSpawner):
    """Starts a person's JupyterLab in their folder, within limits that Linux itself holds each process to."""

    def make_preexec_fn(self, name):
        home = self.home_dir

        def within_limits():
            os.chdir(home)
            # Memory that is asked for beyond this is refused: one cell fails with MemoryError, and the room goes on.
            resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_FSIZE, (FILE, FILE))
            # The hub, which lets people in, comes before any of their cells.
            os.nice(10)

        return within_limits


c = get_config()  # noqa: F821  JupyterHub gives the file this name

c.JupyterHub.bind_url = os.environ.get("NEXTSTEPS_ROOM_ADDRESS", "http://127.0.0.1:8000")
c.JupyterHub.db_url = f"sqlite:///{room / 'hub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(room / "cookie-secret")
c.ConfigurableHTTPProxy.pid_file = str(room / "proxy.pid")

# One password for the room; JupyterHub's own authenticator for short meetings where nothing is secret.
c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = password
c.Authenticator.allow_all = True
# Part of a folder's name and of an address, so nothing but letters, digits and hyphens.
c.Authenticator.username_pattern = r"[a-z][a-z0-9-]{0,19}"
if educator := os.environ.get("NEXTSTEPS_EDUCATOR_PASSWORD"):
    # May see who is there and stop a server. JupyterHub asks for 32 characters or more.
    c.Authenticator.admin_users = {"educator"}
    c.SharedPasswordAuthenticator.admin_password = educator

c.JupyterHub.spawner_class = RoomSpawner
c.RoomSpawner.home_dir_template = str(room / "people" / "{username}")
c.Spawner.pre_spawn_hook = hand_out
c.Spawner.cmd = [str(Path(sys.executable).with_name("jupyterhub-singleuser"))]
# Pages are no part of a room that edits, and to load their server takes longer than JupyterLab itself.
c.Spawner.args = [
    "--ServerApp.jpserver_extensions={'voila.server_extension': False, 'jupyter_lsp': False}",
    # Over ports, twenty kernels that started at once took each other's: some died, one heard another person's.
    "--KernelManager.transport=ipc",
]
c.Spawner.default_url = "/lab/tree/index.ipynb"
# A room that starts together is slow to start: each waits, rather than being sent away.
c.Spawner.start_timeout = 300
c.Spawner.http_timeout = 300
c.JupyterHub.concurrent_spawn_limit = MOST
c.JupyterHub.active_server_limit = MOST
# Numeric libraries would start a thread, and set memory aside, for every processor and every person.
c.Spawner.environment = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    # The name of a socket may not be longer than about a hundred letters, and a home's is long already.
    "JUPYTER_RUNTIME_DIR": lambda spawner: f"{sockets}/{spawner.user.name}",
}

c.JupyterHub.load_roles = [
    {
        "name": "stops-idle-servers",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle-culler"],
    }
]
c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": [
            sys.executable,
            "-m",
            "jupyterhub_idle_culler",
            f"--timeout={IDLE}",
            f"--cull-every={max(IDLE // 6, 10)}",
        ],
    }
]
