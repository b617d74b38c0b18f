"""Servers on 127.0.0.1 for what asks other sites, as rude as the test wants them."""

import json
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


class AnsweringServer(Server):
    """Answers every post as `answer` says: a status and what goes out as JSON, or the seconds it keeps silent."""

    def __init__(self, answer):
        self.asked = []  # (path, kind of content, text) of every request
        self.answer = answer
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                server.serve(self)

            def log_message(self, *words):
                pass

        self.start(ThreadingHTTPServer(("127.0.0.1", 0), Handler))

    def serve(self, request):
        text = request.rfile.read(int(request.headers["Content-Length"])).decode()
        self.asked.append((request.path, request.headers["Content-Type"], text))
        if isinstance(self.answer, (int, float)):
            time.sleep(self.answer)
            return
        status, said = self.answer
        request.send_response(status)
        request.end_headers()
        request.wfile.write(said if isinstance(said, bytes) else json.dumps(said).encode())

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"
