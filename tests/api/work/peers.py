"""Two children for a supervisor: one listens for deaths, one dies once the other does."""

import os
import sys
import time
from pathlib import Path

from api.lifeline import die_with_parent
from api.work.orders import Orders

if __name__ == "__main__":
    die_with_parent()
    folder = Path(os.environ["INTAKE_TEST_FOLDER"])
    if sys.argv[1] == "listen":
        orders = Orders()
        orders.listen()
        (folder / "ready").touch()
        while orders.wait(60):
            (folder / "told").touch()
    else:
        while not (folder / "ready").exists():
            time.sleep(0.02)
