"""Write the pages that are made from docstrings: docs/reference/, docs/defects.md, docs/lint.md.

    python docs/reference.py            write them
    python docs/reference.py --check    say which are out of date; exit status 1 if any is

Docstrings are read from the source, for the fields of a value have theirs only there. Each
example is given the imports that it needs, so that it runs where it is printed.
"""

from __future__ import annotations

import argparse
import ast
import builtins
import doctest
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from inspect import cleandoc
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TypeAlias, TypeGuard

import mimekit
from mimekit.composition.lint_rules import LintRule
from mimekit.defect_codes import DefectCode

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"

_Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
_Member: TypeAlias = _Function | ast.Assign | ast.AnnAssign
_Named: TypeAlias = _Member | ast.ClassDef

_MAX_SIGNATURE_LENGTH = 88


class Section(NamedTuple):
    """What a page takes from one module; without names, the module's docstring."""

    module: str
    names: tuple[str, ...] = ()


class Page(NamedTuple):
    """A page of docs/reference/."""

    name: str
    title: str
    introduction: str
    sections: tuple[Section, ...]


ALL = ("*",)
"""The names of a section: every public name of its module."""

_CODECS = ("base64", "quoted_printable", "uuencode", "encoded_word", "charset", "flowed")
_CSS = (
    "rules",
    "selectors",
    "style_sheet",
    "declarations",
    "lengths",
    "color",
    "media",
    "box",
    "style",
)
# Where the first octets prove too little.
_SNIFFED = (
    *("mail_content", "zip_content", "ole_content", "der_content", "media_content"),
    *("text_content", "polyglots"),
)
# What stands on the page of JMAP about the way in, from the whole to its parts.
_CREATION = (
    *("email_creation", "email_body", "body_creation", "body_description", "body_content"),
    "header_creation",
)

_GRAMMARS = (
    *("unstructured", "address_list", "addr_spec", "phrase", "message_id", "date_time"),
    *("content_type", "content_disposition", "parameters", "parameter_value"),
    *("content_transfer_encoding", "content_id", "mime_version"),
    *("received", "received_peer", "authentication_results", "url_list", "list_id", "lexical"),
    "folding",
)

PAGES = (
    Page(
        "messages",
        "Messages and parts",
        "`bytes(part)` gives the octets of any part, header block and body, as they stand. Two "
        "handles of one node are equal and have the same hash. A part, its headers and a "
        "field can be pickled: each takes the whole message along.",
        (
            Section("mimekit.message.part", ("parse",)),
            Section("mimekit.message.source", ("open_message",)),
            Section("mimekit.message.part", ("Message", "Part")),
            Section("mimekit.message.headers", ("Headers", "HeaderField")),
            Section("mimekit.message.partial", ("join_partials",)),
        ),
    ),
    Page(
        "composing",
        "Composing messages",
        "`compose` makes a `Message`; `Part.write_to` writes any for a `WireFormat`.",
        (
            Section("mimekit.composition.compose", ("compose",)),
            Section("mimekit.wire", ("WireFormat",)),
            Section("mimekit.fields.body_format"),
            Section("mimekit.message.encode"),
            Section("mimekit.message.rewrite"),
        ),
    ),
    Page(
        "replies",
        "Replies and forwarded mail",
        "`reply` answers a message, and `forward` passes one on. "
        "[Reply and forward](../how-to/reply-and-forward.md) has examples.",
        (
            Section("mimekit.composition.reply", ("reply",)),
            Section("mimekit.composition.forward", ("forward",)),
            Section("mimekit.composition.recipients"),
            Section("mimekit.composition.reply_subject"),
            Section("mimekit.composition.parent_ids"),
            Section("mimekit.composition.quotation"),
            Section("mimekit.composition.carried"),
            Section("mimekit.html.embedding"),
        ),
    ),
    Page(
        "values",
        "Addresses, types and hops",
        "What header fields are read to. All of these are named tuples: they unpack, compare by "
        "value and cannot be changed.",
        (
            Section("mimekit.fields.mailbox", ("Mailbox", "Group")),
            Section("mimekit.fields.addr_spec", ("is_addr_spec",)),
            Section("mimekit.fields.content_type", ("ContentType",)),
            Section("mimekit.fields.content_disposition", ("ContentDisposition",)),
            Section("mimekit.fields.received", ("Received", "iter_hops", "Hop")),
            Section("mimekit.fields.received_peer", ("Peer",)),
            Section("mimekit.span", ("Span",)),
        ),
    ),
    Page(
        "reports",
        "Reports",
        "What `Message.report` gives for bounces, receipts and complaints, and how they are made.",
        (
            Section("mimekit.composition.delivery_report", ("delivery_report",)),
            Section("mimekit.composition.disposition_report", ("disposition_report",)),
            Section("mimekit.composition.feedback_report", ("feedback_report",)),
            Section("mimekit.message.report", ("Report",)),
            Section("mimekit.message.delivery_status", ("DeliveryStatus", "Recipient")),
            Section(
                "mimekit.message.disposition_notification",
                ("DispositionNotification", "Disposition"),
            ),
            Section("mimekit.message.feedback_report", ("FeedbackReport",)),
            Section("mimekit.message.report_fields", ("TypedText",)),
        ),
    ),
    Page(
        "findings",
        "Defects, limits and exceptions",
        "Malformed mail is a value, not an exception: a `Defect`. The codes are listed in "
        "[the list of defects](../defects.md).",
        (
            Section("mimekit.defects", ("Defect",)),
            Section("mimekit.severity", ("Severity",)),
            Section("mimekit.defect_codes", ("DefectCode",)),
            Section("mimekit.limits", ("Limits",)),
            Section("mimekit.errors", ("MimekitError", "LimitError", "ComposeError")),
            Section("mimekit.errors", ("HeaderInjectionError", "HandlerError", "MailboxError")),
        ),
    ),
    Page(
        "codecs",
        "Codecs",
        "Each of the modules `base64`, `quoted_printable`, `uuencode`, `encoded_word`, `charset` "
        "and `flowed` of `mimekit.codecs` can be used without the rest.",
        (
            Section("mimekit.codecs"),
            *(
                section
                for module in (f"mimekit.codecs.{name}" for name in _CODECS)
                for section in (Section(module), Section(module, ALL))
            ),
            Section("mimekit.codecs.charset_labels"),
            Section("mimekit.codecs.charset_codecs"),
        ),
    ),
    Page(
        "html",
        "HTML: visible text, Markdown, safe pages",
        "What a reader sees of HTML, as text or as Markdown, and what was hidden from the reader, "
        "with the reason; and HTML that is safe to show. "
        "[Read HTML](../how-to/read-html.md) has examples.",
        (
            Section("mimekit.html.visible_text", ("visible_text", "read_visible", "VisibleText")),
            Section("mimekit.html.markdown", ("to_markdown", "read_markdown", "Markdown")),
            Section("mimekit.html.markdown_page"),
            Section("mimekit.html.markdown_escapes"),
            Section("mimekit.html.hidden", ("Hidden", "Reason")),
            Section("mimekit.html.sanitizing"),
            Section("mimekit.html.sanitizing", ("sanitize", "read_sanitized", "Sanitized")),
            Section("mimekit.html.harmless"),
            Section("mimekit.html.tokens"),
            Section("mimekit.html.open_elements"),
            *(Section(f"mimekit.html.{name}") for name in _CSS),
        ),
    ),
    Page(
        "conversion",
        "Conversion",
        "What a part or a message is as another media type, and what is inside of it. "
        "[Convert messages](../how-to/convert.md) has examples.",
        (
            Section("mimekit.conversion.convert", ("convert",)),
            Section("mimekit.conversion.convert_thread", ("convert_thread",)),
            Section("mimekit.conversion.expand", ("expand", "Expanded")),
            Section(
                "mimekit.conversion.conversion",
                ("Conversion", "Step", "ConversionWarning", "WarningCode"),
            ),
            Section("mimekit.conversion.budget", ("ConversionLimits", "BudgetError")),
        ),
    ),
    Page(
        "plugins",
        "Plugins",
        "What a plugin gives, and what it can ask for; all of it is in `mimekit.plugin`. "
        "[Write a plugin](../how-to/write-plugin.md) is the tutorial.",
        (
            Section("mimekit.conversion.hookspecs", ("mimekit_handlers", "mimekit_signatures")),
            Section("mimekit.conversion.handler", ("Handler",)),
            Section("mimekit.conversion.content", ("Content",)),
            Section("mimekit.conversion.context", ("Context",)),
            Section("mimekit.conversion.options", ("Options",)),
            Section(
                "mimekit.html.markdown_escapes",
                ("escape_markdown", "escape_line", "escape_cell", "fence"),
            ),
            Section("mimekit.conversion.hidden_text", ("seen_text", "seen_texts")),
            Section("mimekit.conversion.sniffing.signatures", ("Signature",)),
            Section(
                "mimekit.conversion.registry", ("Registry", "Plugin", "Entry", "HandlerConflict")
            ),
            Section("mimekit.conversion.media_range"),
            Section("mimekit.conversion.graph", ("find_route",)),
            Section("mimekit.conversion.isolation"),
            Section("mimekit.conversion.watchdog"),
        ),
    ),
    Page(
        "outgoing",
        "Outgoing mail and replies",
        "What should be put right before a message is sent, and what is new in a reply. The rules "
        "are listed in [the rules for outgoing mail](../lint.md).",
        (
            Section("mimekit.composition.lint"),
            Section("mimekit.composition.lint", ("lint",)),
            Section("mimekit.composition.lint_rules", ("LintFinding", "LintRule")),
            Section("mimekit.composition.quotes"),
            Section("mimekit.composition.quotes", ("split_quotes", "SplitText")),
            Section("mimekit.composition.quotes", ("TextPiece", "TextKind")),
        ),
    ),
    Page(
        "sniffing",
        "Media types by octets",
        "What a part is, whatever it is called. [Find out what an attachment is]"
        "(../how-to/sniff-types.md) has examples.",
        (
            Section("mimekit.conversion.sniffing.sniff", ("sniff", "Sniffed")),
            Section("mimekit.conversion.sniffing.conflicts", ("Conflict", "ConflictKind")),
            Section("mimekit.conversion.sniffing.signatures", ("Signature",)),
            Section("mimekit.conversion.sniffing.sample", ("Sample",)),
            Section("mimekit.conversion.sniffing.sniff"),
            Section("mimekit.conversion.sniffing.libmagic"),
            *(Section(f"mimekit.conversion.sniffing.{name}") for name in _SNIFFED),
        ),
    ),
    Page(
        "mailboxes",
        "Mailboxes and threads",
        "Many messages in a file or a folder. [Work with mailboxes](../how-to/mailboxes.md) and "
        "[Show threads](../how-to/threads.md) have examples; those that open files of `corpus/` "
        "are run in the checkout.",
        (
            Section("mimekit.mailbox.opening", ("open_mailbox",)),
            Section("mimekit.mailbox.mbox"),
            Section("mimekit.mailbox.mbox", ("Mbox",)),
            Section("mimekit.mailbox.from_line"),
            Section("mimekit.mailbox.from_line", ("FromLine",)),
            Section("mimekit.mailbox.quoting"),
            Section("mimekit.mailbox.detection"),
            Section("mimekit.mailbox.content_length"),
            Section("mimekit.mailbox.lock"),
            Section("mimekit.mailbox.maildir"),
            Section("mimekit.mailbox.maildir", ("Maildir",)),
            Section("mimekit.mailbox.message_files"),
            Section("mimekit.mailbox.message_files", ("MessageFiles",)),
            Section("mimekit.mailbox.threading"),
            Section("mimekit.mailbox.threading", ("thread", "Thread", "ThreadFields")),
            Section("mimekit.mailbox.base_subject"),
        ),
    ),
    Page(
        "jmap",
        "JMAP",
        "A message as JSON, in the form of RFC 8621.",
        (
            Section("mimekit.jmap", ALL),
            Section("mimekit.jmap.header_form"),
            Section("mimekit.jmap.body_part"),
            *(Section(f"mimekit.jmap.{name}") for name in _CREATION),
        ),
    ),
    Page(
        "testing",
        "Testing plugins",
        "Functions and fixtures of pytest for who writes a plugin, or a program on mimekit. "
        "[Write a plugin](../how-to/write-plugin.md) uses them.",
        (Section("mimekit.testing"), Section("mimekit.testing", ALL)),
    ),
    Page(
        "grammars",
        "Grammars and their deviations",
        "What is accepted beyond the standards, and how it is read: the structure of a message, "
        "then one header field after the other. Whatever is listed here as a deviation is read "
        "without an exception, and nearly all of it is told as a [defect](../defects.md).",
        (
            Section("mimekit.structure.header_block"),
            Section("mimekit.structure.scan"),
            *(Section(f"mimekit.fields.{name}") for name in _GRAMMARS),
            Section("mimekit.message.report"),
            Section("mimekit.message.report_fields"),
            Section("mimekit.message.delivery_status"),
            Section("mimekit.message.disposition_notification"),
            Section("mimekit.message.feedback_report"),
            Section("mimekit.message.partial"),
        ),
    ),
)


# -- the source of modules


@cache
def _source(module: str) -> ast.Module:
    path = ROOT.joinpath(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def _public_names(module: str) -> tuple[str, ...]:
    """The names of ``__all__``; without one, all functions and classes."""
    body = _source(module).body
    for node in body:
        if isinstance(node, ast.Assign) and _assigned(node) == "__all__":
            return tuple(ast.literal_eval(node.value))
    defined = [node.name for node in body if isinstance(node, _Function | ast.ClassDef)]
    return tuple(name for name in defined if not name.startswith("_"))


def entries(page: Page) -> Iterator[tuple[str, str]]:
    """The names of a page, each with the module that it is taken from."""
    for module, names in page.sections:
        for name in _public_names(module) if names == ALL else names:
            yield module, name


# -- where a name is at home


def _defining(module: str, name: str) -> tuple[str, str]:
    """The module that defines a name which ``module`` has, and its name there."""
    if not module.startswith("mimekit"):
        return module, name
    for node in ast.walk(_source(module)):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if name == (alias.asname or alias.name):
                    return _defining(node.module or "", alias.name)
    return module, name


_PUBLIC = {
    _defining(f"mimekit.{module}", attribute or name): name
    for name, place in mimekit._PUBLIC.items()  # noqa: SLF001 - the table of public names
    for module, _, attribute in (place.partition(":"),)
}


def _home(module: str, name: str) -> tuple[str, str]:
    """From where, and as what, people import a name which ``module`` has."""
    definition = _defining(module, name)
    if definition in _PUBLIC:
        return "mimekit", _PUBLIC[definition]
    return (module, name) if name in _public_names(module) else definition


# -- definitions


def definition(module: str, name: str) -> tuple[_Named, str]:
    """The definition of a name which ``module`` has, and its docstring."""
    module, name = _defining(module, name)
    body = _source(module).body
    for node, following in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, _Function | ast.ClassDef) and node.name == name:
            return node, ast.get_docstring(node) or ""
        if isinstance(node, ast.Assign | ast.AnnAssign) and _assigned(node) == name:
            return node, _literal(following)
    raise LookupError(f"{module} has no {name}")


def _assigned(node: ast.Assign | ast.AnnAssign) -> str:
    """The name that a statement gives a value or a type."""
    return ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)


def _literal(node: ast.stmt | None) -> str:
    """The text of a statement that is one, as of a docstring below a field."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return cleandoc(str(node.value.value))
    return ""


def members(node: ast.ClassDef) -> Iterator[tuple[_Member, str]]:
    """The public fields, properties and methods of a class, each with its docstring.

    Of the methods that Python calls, those with a docstring.
    """
    for member, following in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(member, _Function):
            text = ast.get_docstring(member) or ""
            is_special = member.name.startswith("__") and member.name != "__new__"
            is_public = bool(text) if is_special else not member.name.startswith("_")
            if is_public and not _has(member, "overload"):
                yield member, text
        elif _is_field(member):
            yield member, _literal(following)


def _is_field(node: ast.stmt) -> TypeGuard[ast.Assign | ast.AnnAssign]:
    """Whether this is a public field, or a member of an enumeration, of one value."""
    if isinstance(node, ast.Assign):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, ast.AnnAssign) and not _assigned(node).startswith("_")


def _has(node: _Function, decorator: str) -> bool:
    return any(ast.unparse(each) == decorator for each in node.decorator_list)


def undocumented() -> Iterator[str]:
    """The public names, and public methods of classes, that have no docstring."""
    for module, name in chain.from_iterable(map(entries, PAGES)):
        node, docstring = definition(module, name)
        if not docstring:
            yield f"{module}.{name}"
        if isinstance(node, ast.ClassDef):
            for member, text in members(node):
                if isinstance(member, _Function) and not text:
                    yield f"{module}.{name}.{member.name}"


# -- Markdown

_CODE = re.compile(r"(``.+?``|`[^`]+`)")


def _escape(text: str) -> str:
    """Text in which Markdown sees nothing but code between backticks."""
    pieces = _CODE.split(text)
    for at in range(0, len(pieces), 2):
        pieces[at] = re.sub(r"([*\[\]])", r"\\\1", pieces[at]).replace("<", "&lt;")
    return "".join(pieces)


def _cell(text: str) -> str:
    """Text in one cell of a table."""
    return " ".join(_escape(text).split()).replace("|", "\\|")


def _markdown(docstring: str, module: str) -> str:
    """A docstring: prose, indented code, and examples with the imports that they need."""
    lines: list[str] = []
    imports = _imports(docstring, module)
    in_example = in_code = False
    for line in docstring.split("\n"):
        if in_example and not line.strip():
            lines += "", "```"
            in_example = False
        if line.startswith(">>>") and not in_example:
            lines += "```python", *imports
            in_example, imports = True, []
        in_code = line.startswith("    ") and (in_code or not lines or not lines[-1])
        if line == "::":
            continue
        lines.append(line if in_example or in_code else _escape(line))
    if in_example:
        lines += "", "```"
    return "\n".join(lines) + "\n"


def _imports(docstring: str, module: str) -> list[str]:
    """The imports that make the examples of a docstring complete."""
    code = "\n".join(each.source for each in doctest.DocTestParser().get_examples(docstring))
    used: dict[str, None] = {}
    bound = set(dir(builtins))
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Load):
                used[node.id] = None
            else:
                bound.add(node.id)
        elif isinstance(node, ast.FunctionDef):
            bound.add(node.name)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            bound.update(alias.asname or alias.name for alias in node.names)
    names: dict[str, list[str]] = {}
    for name in sorted(used.keys() - bound):
        place, public = _home(module, name)
        names.setdefault(place, []).append(public if public == name else f"{public} as {name}")
    return [f">>> from {place} import {', '.join(each)}" for place, each in sorted(names.items())]


def _signature(node: _Function, name: str) -> str:
    """The call, in one line or in one line an argument."""
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    whole = f"{name}({', '.join(_parameters(node))}){returns}"
    if len(whole) > _MAX_SIGNATURE_LENGTH:
        parameters = "".join(f"    {each},\n" for each in _parameters(node))
        whole = f"{name}(\n{parameters}){returns}"
    return f"```text\n{whole}\n```\n"


def _parameters(node: _Function) -> Iterator[str]:
    arguments = node.args
    plain = [*arguments.posonlyargs, *arguments.args]
    no_default = [None] * (len(plain) - len(arguments.defaults))
    for argument, default in zip(plain, [*no_default, *arguments.defaults], strict=True):
        if argument.arg not in {"self", "cls"}:
            yield _parameter(argument, default)
    if arguments.vararg is not None:
        yield f"*{ast.unparse(arguments.vararg)}"
    elif arguments.kwonlyargs:
        yield "*"
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield _parameter(argument, default)


def _parameter(argument: ast.arg, default: ast.expr | None) -> str:
    value = f" = {ast.unparse(default)}" if default else ""
    return ast.unparse(argument) + value


def _entry(module: str, name: str, level: str) -> str:
    """One name: its signature or fields, its docstring, its methods."""
    node, docstring = definition(module, name)
    home, public = _home(module, name)
    parts = [f"{level} `{home}.{public}`\n"]
    if isinstance(node, _Function):
        parts.append(_signature(node, public))
    parts.append(_markdown(docstring, module))
    if isinstance(node, ast.ClassDef):
        parts += _class(node, public, module, f"{level}#")
    return "\n".join(parts)


def _class(node: ast.ClassDef, name: str, module: str, level: str) -> Iterator[str]:
    if node.name == "Message":
        yield "It is a `Part`, and has all that a part has.\n"
    fields, methods = [], []
    for member, text in members(node):
        if isinstance(member, _Function) and not _has(member, "property"):
            call = f"{name}.{member.name}"
            methods.append(f"{level} `{call}`\n\n{_signature(member, call)}")
            methods.append(_markdown(text, module))
        else:
            fields.append(_row(member, text))
    if fields:
        yield "| attribute | type | |\n| --- | --- | --- |\n" + "\n".join(fields) + "\n"
    yield from methods


def _row(member: _Member, text: str) -> str:
    if isinstance(member, _Function):
        name, type_ = member.name, ast.unparse(member.returns) if member.returns else ""
    elif isinstance(member, ast.AnnAssign):
        value = f" = {ast.unparse(member.value)}" if member.value else ""
        name, type_ = _assigned(member), ast.unparse(member.annotation) + value
    else:
        name, type_ = _assigned(member), f"= {ast.unparse(member.value)}"
    text = text.partition(">>>")[0]  # an example has no room here
    return f"| `{name}` | {_cell(f'`{type_}`')} | {_cell(text)} |"


# -- the pages

_GENERATED = "<!-- Written by docs/reference.py: change the docstrings, and run it. -->\n\n"


def _page(page: Page) -> str:
    parts = [f"{_GENERATED}# {page.title}\n\n{page.introduction}\n"]
    told: set[str] = set()  # modules whose docstring is on the page
    for section in page.sections:
        module = section.module
        if not section.names:
            docstring = ast.get_docstring(_source(module)) or ""
            parts.append(f"## `{module}`\n\n{_markdown(docstring, module)}")
            told.add(module)
        level = "###" if module in told else "##"
        parts += [_entry(*entry, level) for entry in entries(page._replace(sections=(section,)))]
    return "\n".join(parts)


def _index() -> str:
    lines = [
        f"{_GENERATED}# Reference\n",
        (
            "The public names are those of `mimekit` and of the modules of `mimekit.codecs`. All "
            "other modules may change; what is shown of them here is what public names give.\n"
        ),
    ]
    for page in PAGES:
        homes = dict.fromkeys(_home(module, name) for module, name in entries(page))
        shown = [f"`{name}`" for place, name in homes if place == "mimekit"]
        about = f": {', '.join(shown)}" if shown else ""
        lines.append(f"* [{page.title}]({page.name}.md){about}")
    return "\n".join(lines) + "\n"


_GROUP = re.compile(r"    # -- (.+)")
_RFC = re.compile(r"RFC ([0-9]+)(?: (section|appendix) ([A-Z0-9.]+))?\Z")


def _rule(rfc: str) -> str:
    """The rule that a code names, with a link if it is an RFC's."""
    match = _RFC.match(rfc)
    if match is None:
        return f"`{rfc}`" if rfc.startswith("Limits.") else rfc
    number, kind, section = match.groups()
    anchor = f"#{kind}-{section}" if kind else ""
    return f"[{rfc}](https://www.rfc-editor.org/rfc/rfc{number}{anchor})"


def _defects() -> str:
    introduction = """\
# The defects

What can be wrong with a message. `Part.check()` finds all of it, and \
[a how-to page](how-to/find-defects.md) shows it at work. The code is the value of a member of \
`mimekit.DefectCode`.

* **info**: obsolete or unusual; every reader sees the same.
* **warning**: a rule is broken; the meaning was recovered, and readers may differ.
* **error**: something is lost, or another reader will see another message."""
    return _codes(introduction, "defect_codes.py", {code.name: code for code in DefectCode})


def _lint_rules() -> str:
    introduction = """\
# The rules for outgoing mail

What `mimekit.lint(message)` and [`mimekit lint`](command-line.md#lint) look for, and \
[a how-to page](how-to/lint-outgoing-mail.md) shows at work. The code is the value of a member \
of `mimekit.LintRule`; the rule is the source, or `none` for what experience says.

* **info**: good to know; nobody has to mind.
* **warning**: some receivers mind, or a reader shows less than was meant.
* **error**: do not send it: receivers refuse it, or lose or misread some of it, \
or a rule says that it must not be."""
    path = "composition/lint_rules.py"
    return _codes(introduction, path, {rule.name: rule for rule in LintRule})


def _codes(introduction: str, path: str, codes: Mapping[str, DefectCode | LintRule]) -> str:
    """A page with the codes that stand in a source, in its groups."""
    lines = [f"{_GENERATED}{introduction}"]
    for line in (ROOT / "mimekit" / path).read_text(encoding="utf-8").split("\n"):
        if group := _GROUP.fullmatch(line):
            lines.append(f"\n## {group[1].capitalize()}\n")
            lines.append("| code | severity | rule | what is wrong |\n| --- | --- | --- | --- |")
        elif code := codes.get(line.strip().removesuffix(" = (")):
            severity = code.severity.name.lower()
            lines.append(
                f"| `{code.value}` | {severity} | {_rule(code.rfc)} | {_cell(code.meaning)} |"
            )
    return "\n".join(lines) + "\n"


def pages() -> dict[Path, str]:
    """All generated pages by their paths."""
    reference = DOCS / "reference"
    return {
        DOCS / "defects.md": _defects(),
        DOCS / "lint.md": _lint_rules(),
        reference / "index.md": _index(),
        **{reference / f"{page.name}.md": _page(page) for page in PAGES},
    }


def outdated() -> Iterator[str]:
    """The pages that are not as they would be written now, and those that nothing writes."""
    generated = pages()
    for path, text in generated.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            yield path.relative_to(ROOT).as_posix()
    for path in sorted({*(DOCS / "reference").glob("*.md")} - generated.keys()):
        yield path.relative_to(ROOT).as_posix()


def main(arguments: Iterable[str] | None = None) -> int:
    """Write the pages, or check them; return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing, say what is old")
    if parser.parse_args(None if arguments is None else [*arguments]).check:
        old = [*outdated()]
        sys.stdout.writelines(f"out of date: {name}\n" for name in old)
        return int(bool(old))
    for path, text in pages().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
