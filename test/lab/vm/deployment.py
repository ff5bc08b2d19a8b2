"""The old deployment in the VM: is it whole, does it stream, and who holds a camera."""
import json

SOCKET = "/tmp/native_inference.sock"
PROJECT = "/srv/camera"
# docker-compose 1.29 gives up on an answer after a minute, which an emulated core may need.
COMPOSE = f"cd {PROJECT} && COMPOSE_HTTP_TIMEOUT=300 docker-compose"
PROGRAM = "/usr/local/bin/lookout"
# An emulated core encodes and decodes 1280x720 at less than a picture a second, and a stream that slow does not count as one.
PLAN = f"{PROGRAM} migrate plan --image lookout:dev --size 320x180 --fps 5"

# Everything that a migration may touch: kind, mode, owner and content, never times. Its own state is left out.
SNAPSHOT = r"""
import hashlib, os, stat, subprocess
for root in ("/etc/systemd", "/home/camera", "/srv/camera", "/opt/native-camera"):
    for folder, folders, files in os.walk(root):
        for name in sorted(folders + files + ["."]):
            path = os.path.normpath(os.path.join(folder, name))
            s = os.lstat(path)
            content = os.readlink(path) if stat.S_ISLNK(s.st_mode) else hashlib.sha256(open(path, "rb").read()).hexdigest() if stat.S_ISREG(s.st_mode) else ""
            print(path, oct(s.st_mode), s.st_uid, s.st_gid, content)
for unit in ("native-camera.service", "lookout-migrate-recover.service"):
    said = subprocess.run(["systemctl", "is-enabled", unit], capture_output=True, text=True)
    print(unit, said.stdout.strip() or "absent")
"""

# Two frames, a moment apart, through the old socket: they must be pictures and differ.
OLD_CLIENT = r"""
import json, socket, struct, time
def ask(stream, command):
    text = json.dumps({"cmd": command}).encode()
    stream.write(struct.pack(">I", len(text)) + text)
    stream.flush()
    return json.loads(stream.read(struct.unpack(">I", stream.read(4))[0]))
def frame(stream):
    head = ask(stream, "get_frame")
    if "width" not in head: raise SystemExit(f"no frame: {head}")
    data = stream.read(struct.unpack(">I", stream.read(4))[0])
    assert len(data) == head["width"] * head["height"] * 3, head
    return data
client = socket.socket(socket.AF_UNIX)
client.settimeout(20)
client.connect("SOCKET")
with client.makefile("rwb") as stream:
    assert ask(stream, "ping")["status"] == "ok"
    first = frame(stream)
    time.sleep(2)
    if frame(stream) == first: raise SystemExit("the picture stands still")
""".replace("SOCKET", SOCKET)


def python(vm, program, timeout=120, check=True):
    return vm.run(f"python3 - <<'END_OF_PROGRAM'\n{program}\nEND_OF_PROGRAM", timeout, check)


def snapshot(vm):
    return python(vm, SNAPSHOT).out


def difference(one, other):
    one, other = set(one.splitlines()), set(other.splitlines())
    return "\n".join([f"- {line}" for line in sorted(one - other)] + [f"+ {line}" for line in sorted(other - one)])


def wait_for_old_daemon(vm, timeout=180):
    vm.wait("the old daemon streams", f"python3 - <<'END_OF_PROGRAM'\n{OLD_CLIENT}\nEND_OF_PROGRAM", timeout, every=2)


def containers(vm):
    """Running containers of the project: service and image."""
    listed = vm.run("docker ps --filter label=com.docker.compose.project=camera --format '{{.Label \"com.docker.compose.service\"}} {{.Image}}'").out
    return sorted(listed.splitlines())


def start_old(vm):
    """Brings the old deployment up and puts the program where docs/migration.md says."""
    vm.wait("the engine", "docker info >/dev/null", 180)
    vm.run(f"{COMPOSE} up -d", 300)
    wait_for_old_daemon(vm)
    vm.run("docker create --name lookout-copy lookout:dev && docker cp lookout-copy:/opt/lookout/lookout "
           f"{PROGRAM} && docker rm lookout-copy && sync", 120)


def require_rest_of_compose_file(vm):
    """The edit took the mount away and left comments and other services alone."""
    lines = vm.run(f"cat {PROJECT}/docker-compose.yml").out.splitlines()
    for line in ("# Everything in the hall runs from here.   (hk, 2024-03)", "    volumes: ['notes:/data']   # flow style, on purpose",
                 "    labels: { \"hall.room\": 'kitchen', hall.keep: \"yes\" }"):
        assert line in lines, f"gone: {line}"
    assert not any(f"{SOCKET}:{SOCKET}" in line for line in lines), "the socket is still mounted"


def cameras(vm):
    """Names of the cameras in the configuration that the migration wrote."""
    lines = vm.run(f"cat {PROJECT}/lookout/lookout.yml").out.splitlines()
    after = lines[lines.index("cameras:") + 1:]
    return [line.strip().rstrip(":") for line in after if line.startswith("  ") and not line.startswith("   ")]


def verdict(vm):
    answer = vm.run(f"{PROGRAM} migrate verify --json", 1200, check=False)
    start = answer.out.find("{")
    if start < 0:
        raise RuntimeError(f"verify: {answer}")
    return json.loads(answer.out[start:])


def owners(log):
    """What the witness saw: (most owners a camera had at once, moments with two, longest time in ms it did not look)."""
    most, double, gap = 0, [], 0
    for line in log.read_text(errors="replace").splitlines():
        kind, *words = line.split()
        if kind == "H" and len(words) == 3:
            gap = max(gap, int(words[2]))
        if kind != "C":
            continue
        held = {}
        for minor, owner, *_ in (word.split(":") for word in words[1:]):
            held.setdefault(minor, set()).add(owner)
        here = max(map(len, held.values()), default=0)
        most = max(most, here)
        if here > 1:
            double.append(line)
    return most, double, gap
