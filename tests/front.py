"""An nginx of one process on 127.0.0.1, with the shipped configuration but for ports, names and certificates."""

import re
import socket
import subprocess
import time
from pathlib import Path

import httpx

from tests.conftest import NGINX

SHIPPED = Path(__file__).resolve().parent.parent / "deploy" / "nginx.conf"
# What the nginx.conf of Debian says around it.
AROUND = "access_log off; sendfile on; tcp_nopush on; types { text/html html; }"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Front:
    """In `folder`, before the site's processes at `ports`; `beside` is more of nginx's own language."""

    def __init__(self, folder, *ports, beside=""):
        self.folder, self.port, self.beside = folder, free_port(), beside
        self.file = folder / "nginx.conf"
        self.client = httpx.Client(
            base_url=f"http://127.0.0.1:{self.port}", headers={"accept-encoding": "gzip, br"}
        )
        self.start(*ports)

    @property
    def command(self):
        return [NGINX, "-e", f"{self.folder}/error.log", "-p", str(self.folder), "-c", str(self.file)]

    def start(self, *ports):
        self.file.write_text(self.configuration(ports), "utf-8")
        self.process = subprocess.Popen([*self.command, "-g", "daemon off; master_process off;"])
        self.wait()

    def configuration(self, ports):
        text = SHIPPED.read_text("utf-8").rpartition("server {\n    listen 80;")[0]
        servers = " ".join(f"server 127.0.0.1:{port};" for port in ports)
        text = re.sub(r"(?s)(upstream zhaoshang \{).*?(keepalive)", rf"\1 {servers} \2", text)
        text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{self.port};")
        text = re.sub(r"    ssl_\w+ .*\n", "", text)
        text = text.replace("/var/cache/nginx/zhaoshang", f"{self.folder}/cache")
        temporary = "".join(
            f"{kind}_temp_path {self.folder}/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        return f"pid {self.folder}/pid; events {{}} http {{ {AROUND} {temporary} {text} {self.beside} }}"

    def wait(self):
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError((self.folder / "error.log").read_text())

    def restart(self, *ports):
        self.end()
        self.start(*ports)

    def stop(self):
        self.client.close()
        self.end()

    def end(self):
        self.process.terminate()
        self.process.wait(10)

    def get(self, address, **headers):
        response = self.client.get(address, headers=headers)
        return response.status_code, response.headers.get("x-cache"), response.text
