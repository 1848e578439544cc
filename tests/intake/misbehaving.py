"""Page functions that go wrong on purpose; a worker has to be able to import them."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from intake.errors import TooManyPixels


@dataclass(frozen=True)
class Prepared:
    """A kit that says which process built it."""

    pid: int


def prepare():
    return Prepared(os.getpid())


def refuse_to_start():
    raise RuntimeError("no model here")


def die_at_start():
    os._exit(3)


def sleep_at_start():
    time.sleep(60)


def act(kit, order):
    """Do what `verb:argument` says."""
    verb, _, argument = order.partition(":")
    return ACTS[verb](argument, kit)


def answer(argument, kit):
    return argument, kit.pid


def nap(argument, _kit):
    time.sleep(float(argument))
    return argument


def spin(_argument, _kit):
    while True:
        pass


def hog_slowly(_argument, _kit):
    """Touch memory step by step, as a decoder does."""
    held = []
    while True:
        held.append(bytearray(os.urandom(1 << 20)) * 4)
        time.sleep(0.005)


def ask_for_a_lot(_argument, _kit):
    """Ask for more address space than any page is given."""
    return len(bytearray(1 << 36))


def vanish(argument, _kit):
    os._exit(int(argument))


def crash(_argument, _kit):
    os.kill(os.getpid(), signal.SIGSEGV)


def be_killed(_argument, _kit):
    os.kill(os.getpid(), signal.SIGKILL)


def complain(_argument, _kit):
    raise TooManyPixels("9999 x 9999")


def stumble(_argument, _kit):
    raise ZeroDivisionError("a bug")


def return_a_socket(_argument, _kit):
    return lambda: None


def leave_a_helper(argument, _kit):
    """Start a long-running program, note its pid, and hang."""
    helper = subprocess.Popen(["/bin/sleep", "60"])
    Path(argument).write_text(str(helper.pid), encoding="ascii")
    time.sleep(60)


ACTS = {
    "answer": answer,
    "nap": nap,
    "spin": spin,
    "hog": hog_slowly,
    "ask": ask_for_a_lot,
    "vanish": vanish,
    "crash": crash,
    "killed": be_killed,
    "complain": complain,
    "stumble": stumble,
    "socket": return_a_socket,
    "helper": leave_a_helper,
}
