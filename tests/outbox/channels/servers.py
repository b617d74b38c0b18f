"""A robot's webhook and a mail server on 127.0.0.1."""

import json
import socketserver
import threading

from tests.servers import AnsweringServer, Server


class Robot(AnsweringServer):
    def __init__(self):
        super().__init__((200, {"errcode": 0, "errmsg": "ok"}))

    @property
    def url(self):
        return f"{super().url}/send?key=0123"

    @property
    def sent(self):
        """(path, the JSON) of every request."""
        return [(path, json.loads(text)) for path, _, text in self.asked]

    @property
    def told(self):
        return [said["text"]["content"] for _, said in self.sent]


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
