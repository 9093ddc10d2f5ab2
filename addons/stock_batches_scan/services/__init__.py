"""What the worker does at the scanner: one small state machine a task, in plain Python."""

from . import base
from . import home, pick, pack, receive, take_back, what, count, move, put_away, label, issue, accept
