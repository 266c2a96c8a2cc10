"""What all conversions of this plugin do before and behind their work."""

from __future__ import annotations

from mimekit.plugin import Content, Context
from mimekit_office.package import Package, PackageError


def open_package(content: Content, context: Context) -> Package | None:
    """The package; None, with a warning, for what is none. Macros in it are told."""
    try:
        package = Package(content.octets)
    except PackageError as error:
        context.warn(str(error))
        return None
    if any(
        name.lower().endswith("vbaproject.bin") or name.startswith("Basic/")
        for name in package.names
    ):
        context.warn("it has macros, which were neither run nor read")
    return package
