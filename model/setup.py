"""Makes the virtual environment that training runs in: `model/.venv`, with the versions of requirements.txt.

    python3 model/setup.py      # again after requirements.txt changes; does nothing when all is there
"""
import pathlib
import subprocess
import sys
import venv

HERE = pathlib.Path(__file__).parent
PLACE = HERE / ".venv"
WANTED = HERE / "requirements.txt"
# What was installed last: the same text as requirements.txt when there is nothing to do.
DONE = PLACE / "installed.txt"


def main():
    if sys.version_info < (3, 11):
        sys.exit("training needs Python 3.11 or newer")
    wanted = WANTED.read_text(encoding="utf-8")
    if DONE.exists() and DONE.read_text(encoding="utf-8") == wanted:
        return
    if not (PLACE / "bin" / "python").exists():
        venv.create(PLACE, with_pip=True)
    subprocess.run([PLACE / "bin" / "python", "-m", "pip", "install", "--quiet", "--requirement", WANTED], check=True)
    DONE.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    main()
