"""Measures the shipped model by the Rust that ships it: hands its arguments to the example `eval` of crate `intent`.

    python3 model/eval.py [--gold FILE] [--pred FILE] [--model FOLDER] [--runtime rten|tract|keywords]
"""
import pathlib
import subprocess
import sys

COMMAND = ["cargo", "run", "--quiet", "--locked", "--release", "--package", "intent", "--features", "runtime-tract",
           "--example", "eval", "--"]


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    arguments = [str(pathlib.Path(a).resolve()) if pathlib.Path(a).exists() else a for a in sys.argv[1:]]
    sys.exit(subprocess.run(COMMAND + arguments, cwd=root, check=False).returncode)


if __name__ == "__main__":
    main()
