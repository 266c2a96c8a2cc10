"""The media types of what runs when it is opened, and of what may hold scripts."""

from __future__ import annotations

from typing import Final

from mimekit.conversion.sniffing.alike import canonical

# A click on such a file starts it, or has an interpreter run it.
_RUNNABLE: Final = frozenset(
    (
        "application/hta",
        "application/java-archive",
        "application/java-vm",
        "application/vnd.android.dex",
        "application/vnd.android.package-archive",
        "application/vnd.microsoft.portable-executable",
        "application/x-bat",
        "application/x-elf",
        "application/x-executable",
        "application/x-mach-binary",
        "application/x-ms-shortcut",
        "application/x-msdos-program",
        "application/x-msi",
        "application/x-mswinurl",
        "application/x-powershell",
        "application/x-sh",
        "application/x-sharedlib",
        "text/javascript",
        "text/vbscript",
        "text/x-perl",
        "text/x-script.python",
    )
)
# A browser runs the scripts in it.
_ACTIVE: Final = frozenset(
    ("application/x-shockwave-flash", "application/xhtml+xml", "image/svg+xml", "text/html")
)


def is_runnable(media_type: str) -> bool:
    """Whether that is a program or a script.

    >>> is_runnable("application/x-msdownload"), is_runnable("text/html")
    (True, False)
    """
    return canonical(media_type) in _RUNNABLE


def is_active(media_type: str) -> bool:
    """Whether that may hold scripts, which a browser runs."""
    return canonical(media_type) in _ACTIVE
