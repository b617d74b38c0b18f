"""A search engine on 127.0.0.1, as hidden behind BAIDU_PUSH_URL and INDEXNOW_URL."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Engine:
    """Answers as `answer` says: a status and what goes out as JSON, or the seconds it keeps silent."""

    def __init__(self):
        self.asked = []  # (path, kind of content, text) of every request
        self.answer = (200, {"success": 1, "remain": 99})
        engine = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                engine.serve(self)

            def log_message(self, *words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

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
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    @property
    def told(self):
        """The addresses of each request, without the site's own part."""
        texts = [
            json.loads(text)["urlList"] if text[:1] == "{" else text.split("\n") for *_, text in self.asked
        ]
        return [[address.removeprefix("https://invest.example.cn") for address in one] for one in texts]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
