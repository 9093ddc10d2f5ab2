"""A stand-in for Asterisk's manager interface: a real TCP server that tells what a test wants told."""

import contextlib
import itertools
import socket
import socketserver
import threading
import time

SECRET = "ami-stand-in-secret"
NUMBERS = itertools.count(1)


class AmiServer:
    """`tell` events to all who logged in; `secret` is what a login needs; `logins` counts them, refused ones too."""

    def __init__(self, port=0):
        self.secret, self.logins, self.clients, self.alive = SECRET, 0, [], []
        standing = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                self.wfile.write(b"Asterisk Call Manager/9.0.0\r\n")
                while block := standing._read(self.rfile):
                    if not standing._answer(self, block):
                        return

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address, daemon_threads = True, True

        self.server = Server(("127.0.0.1", port), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_exc):
        self.stop()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.hang_up()

    def hang_up(self):
        """All connections break."""
        for client in self.clients:
            with contextlib.suppress(OSError):
                client.connection.shutdown(socket.SHUT_RDWR)
        self.clients.clear()

    @staticmethod
    def _read(file):
        lines = {}
        try:
            while line := file.readline().decode().strip():
                name, _colon, value = line.partition(": ")
                lines[name] = value
        except (OSError, ValueError):
            return {}
        return lines

    def _answer(self, client, block):
        number = f"ActionID: {block.get('ActionID', '')}"
        if block.get("Action") == "Login":
            self.logins += 1
            if block.get("Secret") != self.secret:
                client.wfile.write(f"Response: Error\r\n{number}\r\nMessage: Authentication failed\r\n\r\n".encode())
                return False
            client.wfile.write(f"Response: Success\r\n{number}\r\n\r\n".encode())
            self.clients.append(client)
        elif block.get("Action") == "CoreShowChannels":
            lines = [f"Response: Success\r\n{number}\r\nEventList: start\r\n\r\n"]
            lines += [f"Event: CoreShowChannel\r\n{number}\r\nLinkedid: {one}\r\n\r\n" for one in self.alive]
            lines.append(f"Event: CoreShowChannelsComplete\r\n{number}\r\nEventList: Complete\r\n\r\n")
            client.wfile.write("".join(lines).encode())
        else:
            client.wfile.write(f"Response: Success\r\n{number}\r\n\r\n".encode())
        return True

    def wait_for_login(self, seconds=15):
        until = time.monotonic() + seconds
        while not self.clients and time.monotonic() < until:
            time.sleep(0.05)
        assert self.clients, "the bridge did not log in"

    def tell(self, *events):
        block = "".join(
            "".join(f"{name}: {value}\r\n" for name, value in event.items()) + "\r\n" for event in events
        ).encode()
        for client in self.clients:
            client.wfile.write(block)

    # --- calls ----------------------------------------------------------------------------------------

    @staticmethod
    def ring(linkedid, number, extension, did="74872550120"):
        """Events of a call from outside that rings at an extension."""
        begun = {"Linkedid": linkedid, "Timestamp": f"{time.time():.6f}"}
        trunk, phone = f"PJSIP/trunk-{linkedid}", f"PJSIP/{extension}-{linkedid}"
        inside = f"{linkedid}.{extension}"
        return [
            {
                "Event": "Newchannel",
                "Channel": trunk,
                "Uniqueid": linkedid,
                "CallerIDNum": number,
                "Exten": did,
                **begun,
            },
            {"Event": "Newchannel", "Channel": phone, "Uniqueid": inside, "CallerIDNum": "", "Exten": "s", **begun},
            {
                "Event": "DialBegin",
                "Channel": trunk,
                "CallerIDNum": number,
                "DestChannel": phone,
                "DestUniqueid": inside,
                **begun,
            },
        ]

    @staticmethod
    def answer(linkedid, extension):
        phone, now = f"PJSIP/{extension}-{linkedid}", f"{time.time():.6f}"
        return [
            {"Event": "DialEnd", "Linkedid": linkedid, "DestChannel": phone, "DialStatus": "ANSWER", "Timestamp": now}
        ]

    @staticmethod
    def hang_ups(linkedid, extension):
        now = f"{time.time():.6f}"
        names = ((f"PJSIP/{extension}-{linkedid}", f"{linkedid}.{extension}"), (f"PJSIP/trunk-{linkedid}", linkedid))
        return [
            {"Event": "Hangup", "Linkedid": linkedid, "Channel": channel, "Uniqueid": one, "Timestamp": now}
            for channel, one in names
        ]

    def new_call(self):
        return f"stand-in-{time.time():.0f}.{next(NUMBERS)}"
