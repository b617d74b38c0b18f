"""A robot's webhook and a mail server on 127.0.0.1, as rude as the test wants them."""

import json
import socketserver
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Server:
    """Runs in threads of its own until `stop`."""

    def start(self, server):
        self.server = server
        self.server.daemon_threads = True
        self.server.block_on_close = False  # what hangs must not hang the test
        self.thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    @property
    def port(self):
        return self.server.server_address[1]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class Robot(Server):
    """Answers as `answer` says: a status and what goes out as JSON, or the seconds it keeps silent."""

    def __init__(self):
        self.asked = []  # (path, the JSON) of every request
        self.answer = (200, {"errcode": 0, "errmsg": "ok"})
        robot = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                robot.serve(self)

            def log_message(self, *words):
                pass

        self.start(ThreadingHTTPServer(("127.0.0.1", 0), Handler))

    def serve(self, request):
        said = json.loads(request.rfile.read(int(request.headers["Content-Length"])))
        self.asked.append((request.path, said))
        if isinstance(self.answer, (int, float)):
            time.sleep(self.answer)
            return
        status, said = self.answer
        request.send_response(status)
        request.end_headers()
        request.wfile.write(said if isinstance(said, bytes) else json.dumps(said).encode())

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/send?key=0123"

    @property
    def told(self):
        return [said["text"]["content"] for _, said in self.asked]


class MailServer(Server):
    """Speaks as much SMTP as a client needs; `says` replaces its answer to a command, "hang" waits for `released`."""

    def __init__(self):
        self.taken = []  # (recipient, the whole mail in bytes) of every mail accepted
        self.says = {}
        self.released = threading.Event()
        server = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                server.serve(self)

        class Threads(socketserver.ThreadingTCPServer):
            allow_reuse_address = True

        self.start(Threads(("127.0.0.1", 0), Handler))

    def serve(self, client):
        def answer(command, usual):
            line = self.says.get(command, usual)
            if line == "hang":
                self.released.wait(60)
                line = usual
            client.wfile.write(f"{line}\r\n".encode())

        answer("CONNECT", "220 mail.example.cn")
        recipient = ""
        while line := client.rfile.readline().decode().strip():
            command = line.split(" ")[0].upper()
            if command == "RCPT":
                recipient = line.partition("<")[2].partition(">")[0]
            if command == "DATA":
                answer("DATA", "354 go on")
                self.taken.append((recipient, b"".join(read_mail(client.rfile))))
                answer("MAILED", "250 taken")
            else:
                answer(command, "221 bye" if command == "QUIT" else "250 yes")

    def stop(self):
        self.released.set()
        super().stop()


def read_mail(lines):
    while (line := lines.readline()) != b".\r\n":
        yield line.replace(b"\r\n", b"\n")
