#!/usr/bin/env python3
"""The command line of Samenspoor: every administrative task starts here."""

import os
import sys


def main() -> None:
    """Run one management command with the settings of this house."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- settings first

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
