"""One telling of Asterisk's manager interface: dial. The live events are the bridge's."""

import hashlib
import re
import socket

TIMEOUT = 6
LARGEST = 65536


class AmiError(Exception):
    """By kind: unreachable, refused, odd, denied, said (what the exchange itself says)."""

    def __init__(self, kind, detail=""):
        super().__init__(f"{kind} {detail}".strip())
        self.kind, self.detail = kind, detail


class AmiClient:
    """A short conversation; the password itself is never sent. A context manager."""

    def __init__(self, host, port, user, password):
        self.address, self.user, self.password = (host, port), user, password

    def __enter__(self):
        try:
            self.socket = socket.create_connection(self.address, TIMEOUT)
        except OSError as error:
            raise AmiError("unreachable", type(error).__name__) from error
        self.buffer = b""
        try:
            self._log_in()
        except BaseException:
            self.socket.close()
            raise
        return self

    def __exit__(self, *_exc):
        self.socket.close()

    def _log_in(self):
        challenge = self.ask(Action="Challenge", AuthType="MD5").get("Challenge", "")
        key = hashlib.md5((challenge + self.password).encode()).hexdigest()  # noqa: S324 (what the protocol asks for)
        answer = self.ask(Action="Login", AuthType="MD5", Username=self.user, Key=key, Events="off")
        if answer.get("Response") != "Success":
            raise AmiError("refused")

    def ask(self, **fields):
        """The answer to one action, as a dict; events in between are passed over."""
        lines = [f"{name}: {value}" for name, values in fields.items() for value in _as_list(values)]
        if any(re.search(r"[\r\n]", line) for line in lines):
            raise AmiError("odd", "line break")
        try:
            self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
            while True:
                answer = self._read()
                if "Response" in answer:
                    return answer
        except OSError as error:
            raise AmiError("unreachable", type(error).__name__) from error

    def _read(self):
        while b"\r\n\r\n" not in self.buffer:
            got = self.socket.recv(4096)
            if not got or len(self.buffer) > LARGEST:
                raise AmiError("odd", "no answer")
            self.buffer += got
        block, _end, self.buffer = self.buffer.partition(b"\r\n\r\n")
        pairs = (line.split(": ", 1) for line in block.decode("utf-8", "replace").split("\r\n"))
        return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}

    def dial(self, channel, context, number):
        """Ring the employee's telephone; when he takes it, the number is called."""
        answer = self.ask(
            Action="Originate",
            Channel=channel,
            Context=context,
            Exten=number,
            Priority="1",
            CallerID=number,
            Async="true",
            Variable=[f"pt1c_cid={number}"],
        )
        if answer.get("Response") != "Success":
            message = answer.get("Message", "")
            raise AmiError("denied" if "ermission" in message else "said", message[:100])


def _as_list(values):
    return values if isinstance(values, list) else [values]
