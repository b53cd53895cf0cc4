"""Plays the year of faults: `python -m tests.faults --units 300 --kills 20 --worker-kills 2`."""

import sys
from importlib import import_module

import django

if __name__ == "__main__":
    django.setup()
    sys.exit(import_module("tests.faults.year").main())
