/* The native twin of scan.py, of the look-ups in header_block.py, and of from_lines.py.
 *
 * `scan` reads ordinary messages, nearly all of real mail, to the same rows and findings
 * as scan.py. Of any other it returns None, and scan.py is asked: a lone CR in a header
 * block, lines that are no fields at its end or octets before its beginning (but for the
 * From_ line of an mbox file), no empty line behind it; a boundary that is missing,
 * invalid or in use already; a delimiter behind a closing one, or with text behind its
 * boundary; a limit that is met. So what is odd has one reading, in Python, and this file
 * stays as small as mail is plain.
 *
 * The source is only read, through the buffer protocol, between `source` and `end`; no
 * offset goes backwards. Memory: the rows, the findings and the open nodes.
 *
 * One file, though long: a module is one translation unit, without a header of its own.
 */

#define Py_LIMITED_API 0x030B0000 /* 3.11: one build for every later Python */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdbool.h>
#include <string.h>

/* rows.py has what these mean; tests hold what comes out to what scan.py gives. */
enum { START, HEADER_END, BODY, END, PARENT, NEXT, KIND, ENCODING, FLAGS, WIDTH };
enum { LEAF, MULTIPART, MESSAGE };
enum { IDENTITY, BASE64, QUOTED_PRINTABLE, UUENCODE, UNKNOWN };
enum { IS_MESSAGE = 1, IN_DIGEST = 2, OPENED = 8, CLOSED = 16, NO_HEADER = 32, IS_DIGEST = 64 };

/* How a step ended. ODD: scan.py must be asked. FAILED: a Python exception is set. */
typedef enum { DONE, ODD, FAILED } Outcome;

/* The defects that ordinary mail has; their numbers, read from mimekit.defect_codes. */
enum { MBOX_FROM_LINE, HEADER_END_MISSING, DELIMITER_MISSING, UNTERMINATED, CODES };
static const char *const CODE_NAMES[CODES] = {
    "MBOX_FROM_LINE",
    "HEADER_END_MISSING",
    "MULTIPART_DELIMITER_MISSING",
    "MULTIPART_UNTERMINATED",
};
static Py_ssize_t code_numbers[CODES];

#define MAX_BOUNDARY 70      /* RFC 2046 section 5.1.1 */
#define MAX_CONTENT_FIELDS 8 /* Content-T... fields of one header block; more are odd */

/* -- a growing array of numbers */

typedef struct {
    Py_ssize_t *items;
    size_t length;
    size_t capacity;
} Numbers;

static bool reserve(Numbers *numbers, size_t more) {
    if (numbers->length + more <= numbers->capacity) return true;
    size_t capacity = numbers->capacity ? numbers->capacity * 2 : 16 * WIDTH;
    Py_ssize_t *items = PyMem_Realloc(numbers->items, capacity * sizeof(Py_ssize_t));
    if (items == NULL) {
        PyErr_NoMemory();
        return false;
    }
    numbers->items = items;
    numbers->capacity = capacity;
    return true;
}

/* None, to return. The headers of Python 3.12 and later let Py_RETURN_NONE take no reference,
 * though where 3.11 loads this library None counts them, and dies. */
static PyObject *none(void) { return Py_NewRef(Py_None); }

static PyObject *to_list(const Numbers *numbers) {
    PyObject *list = PyList_New((Py_ssize_t)numbers->length);
    if (list == NULL) return NULL;
    for (size_t at = 0; at < numbers->length; at++) {
        PyObject *number = PyLong_FromSsize_t(numbers->items[at]);
        if (number == NULL || PyList_SetItem(list, (Py_ssize_t)at, number) < 0) {
            Py_DECREF(list);
            return NULL;
        }
    }
    return list;
}

/* -- characters */

static bool is_blank(char octet) { return octet == ' ' || octet == '\t'; }

static bool is_letter(char octet) {
    return (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z');
}

static bool is_digit(char octet) { return octet >= '0' && octet <= '9'; }

/* RFC 5322 section 2.2: ftext = %d33-57 / %d59-126 */
static bool is_ftext(char octet) { return octet > ' ' && octet < 127 && octet != ':'; }

/* RFC 2045 section 5.1: token, without the characters that RFC 2231 gives a meaning. */
static bool is_token(char octet) {
    return is_letter(octet) || is_digit(octet) ||
           (octet != 0 && strchr("!#$&+.^_`{|}~-", octet) != NULL);
}

/* RFC 2046 section 5.1.1: bchars. */
static bool is_bchar(char octet) {
    return is_letter(octet) || is_digit(octet) ||
           (octet != 0 && strchr("'()+_,./:=? -", octet) != NULL);
}

/* What bytes.split() splits at. */
static bool is_space(char octet) { return octet == ' ' || (octet >= '\t' && octet <= '\r'); }

static char to_lower(char octet) {
    return octet >= 'A' && octet <= 'Z' ? (char)(octet + ('a' - 'A')) : octet;
}

/* Whether `word`, in lower case, stands there in either case. */
static bool stands(const char *at, const char *end, const char *word) {
    for (; *word; at++, word++)
        if (at >= end || to_lower(*at) != *word) return false;
    return true;
}

/* -- one scan */

typedef struct {
    const char *text;
    Py_ssize_t length;
    PyObject *owner; /* what keeps `text`, if it is no part of the source */
    Py_ssize_t row;  /* the multipart */
} Boundary;

typedef struct {
    const char *source;
    Py_ssize_t end;
    PyObject *describe;
    Py_ssize_t max_depth, max_parts, max_header_bytes;
    Numbers rows;
    Numbers defects;
    Numbers chain;      /* the open nodes, root first: numbers of rows */
    Boundary *open;     /* the boundaries of the open multiparts, innermost last */
    Py_ssize_t opened;  /* how many there are */
    Py_ssize_t room;    /* for how many there is memory */
    PyObject *closed;   /* a set of the boundaries that were closed, or NULL */
} Scanner;

/* What the Content-* fields say; description.py has the same as a tuple. */
typedef struct {
    int kind;
    int encoding;
    bool is_digest;
    bool has_type;
    Boundary boundary;
} Description;

static Py_ssize_t *row_at(Scanner *scan, Py_ssize_t row) {
    return scan->rows.items + row * WIDTH;
}

static Py_ssize_t row_count(const Scanner *scan) {
    return (Py_ssize_t)scan->rows.length / WIDTH;
}

static bool found(Scanner *scan, int code, Py_ssize_t row, Py_ssize_t start, Py_ssize_t end) {
    Numbers *defects = &scan->defects;
    if (!reserve(defects, 4)) return false;
    Py_ssize_t *item = defects->items + defects->length;
    item[0] = code_numbers[code];
    item[1] = row;
    item[2] = start;
    item[3] = end - start;
    defects->length += 4;
    return true;
}

static Py_ssize_t find(const Scanner *scan, char octet, Py_ssize_t at) {
    const char *place = memchr(scan->source + at, octet, (size_t)(scan->end - at));
    return place == NULL ? -1 : place - scan->source;
}

/* The end of the line's text: the next CR or LF, or the end. Not by two searches: where the
 * one finds nothing near, it would go to the end of the source for every line. */
static Py_ssize_t line_end(const Scanner *scan, Py_ssize_t at) {
    while (at < scan->end && scan->source[at] != '\n' && scan->source[at] != '\r') at++;
    return at;
}

static bool is_field_line(const Scanner *scan, Py_ssize_t at, Py_ssize_t end) {
    const char *s = scan->source;
    Py_ssize_t name = at;
    while (at < end && is_ftext(s[at])) at++;
    if (at == name) return false;
    while (at < end && is_blank(s[at])) at++;
    return at < end && s[at] == ':';
}

/* -- the Content-* fields (description.py) */

typedef struct {
    const char *at;
    const char *end; /* of the header block */
} Reader;

static bool ends_field(const Reader *reader) {
    const char *at = reader->at;
    if (at < reader->end && *at == '\r') at++;
    if (at >= reader->end) return at == reader->at;
    return *at == '\n' && (at + 1 >= reader->end || !is_blank(at[1]));
}

/* RFC 5322 section 3.2.2: FWS, not the obsolete one. */
static void skip_fws(Reader *reader) {
    while (reader->at < reader->end && is_blank(*reader->at)) reader->at++;
    const char *at = reader->at;
    if (at < reader->end && *at == '\r') at++;
    if (at + 1 >= reader->end || *at != '\n' || !is_blank(at[1])) return;
    at++;
    while (at < reader->end && is_blank(*at)) at++;
    reader->at = at;
}

static bool skip_token(Reader *reader) {
    const char *start = reader->at;
    while (reader->at < reader->end && is_token(*reader->at)) reader->at++;
    return reader->at > start;
}

static bool at_more_or_end(const Reader *reader) {
    return (reader->at < reader->end && *reader->at == ';') || ends_field(reader);
}

/* *(";" attribute "=" (token / quoted-string)), up to the boundary. */
static bool read_boundary(Reader *reader, Boundary *boundary) {
    while (reader->at < reader->end && *reader->at == ';') {
        reader->at++;
        skip_fws(reader);
        const char *name = reader->at;
        if (!skip_token(reader) || reader->at >= reader->end || *reader->at != '=') return false;
        bool is_boundary = reader->at - name == 8 && stands(name, reader->at, "boundary");
        const char *value = ++reader->at;
        Py_ssize_t quotes = value < reader->end && *value == '"';
        if (quotes) {
            reader->at = ++value;
            for (; reader->at < reader->end && *reader->at != '"'; reader->at++)
                if (*reader->at == '\\' || *reader->at == '\r' || *reader->at == '\n') return false;
            if (reader->at >= reader->end) return false;
            reader->at++;
        } else if (!skip_token(reader)) {
            return false;
        }
        Py_ssize_t length = reader->at - value - quotes;
        skip_fws(reader);
        if (!at_more_or_end(reader)) return false;
        if (is_boundary) {
            boundary->text = value;
            boundary->length = length;
            return length > 0;
        }
    }
    return false;
}

/* RFC 2045 section 5.1: type "/" subtype, behind the colon; false: it is not plain. */
static bool read_type(Reader *reader, Description *said) {
    skip_fws(reader);
    const char *type = reader->at;
    while (reader->at < reader->end && is_letter(*reader->at)) reader->at++;
    if (reader->at == type || reader->at >= reader->end || *reader->at != '/') return false;
    bool is_multipart = stands(type, reader->end, "multipart/");
    bool is_message = stands(type, reader->end, "message/");
    const char *subtype = ++reader->at;
    if (!skip_token(reader)) return false;
    Py_ssize_t length = reader->at - subtype;
    skip_fws(reader);
    if (!at_more_or_end(reader)) return false;
    if (said->has_type) return true; /* the first one counts */
    said->has_type = true;
    if (is_multipart) {
        said->kind = MULTIPART;
        said->is_digest = length == 6 && stands(subtype, reader->end, "digest");
        return read_boundary(reader, &said->boundary);
    }
    if (is_message && ((length == 6 && (stands(subtype, reader->end, "rfc822") ||
                                        stands(subtype, reader->end, "global"))) ||
                       (length == 4 && stands(subtype, reader->end, "news"))))
        said->kind = MESSAGE;
    return true;
}

/* RFC 2045 section 6.1: mechanism, behind the colon; -1: it is not plain. */
static int read_encoding(Reader *reader) {
    static const struct {
        const char *name;
        int encoding;
    } ENCODINGS[] = {
        {"7bit", IDENTITY},     {"8bit", IDENTITY},
        {"binary", IDENTITY},   {"base64", BASE64},
        {"uuencode", UUENCODE}, {"quoted-printable", QUOTED_PRINTABLE},
        {"uue", UUENCODE},      {"x-uuencode", UUENCODE},
        {"x-uue", UUENCODE},
    };
    while (reader->at < reader->end && is_blank(*reader->at)) reader->at++;
    const char *name = reader->at;
    while (reader->at < reader->end &&
           (is_letter(*reader->at) || is_digit(*reader->at) || *reader->at == '-'))
        reader->at++;
    size_t length = (size_t)(reader->at - name);
    while (reader->at < reader->end && is_blank(*reader->at)) reader->at++;
    if (length == 0 || !ends_field(reader)) return -1;
    for (size_t n = 0; n < sizeof ENCODINGS / sizeof *ENCODINGS; n++)
        if (strlen(ENCODINGS[n].name) == length && stands(name, reader->end, ENCODINGS[n].name))
            return ENCODINGS[n].encoding;
    return UNKNOWN;
}

/* Read the Content-T... fields at these offsets; false: the grammars must be asked. */
static bool describe_plain(Scanner *scan, const Py_ssize_t *fields, int count, Py_ssize_t stop,
                           Description *said) {
    *said = (Description){.kind = LEAF, .encoding = IDENTITY};
    bool has_encoding = false;
    for (int n = 0; n < count; n++) {
        Reader reader = {scan->source + fields[n], scan->source + stop};
        if (stands(reader.at, reader.end, "content-type:")) {
            reader.at += strlen("content-type:");
            if (!read_type(&reader, said)) return false;
        } else if (stands(reader.at, reader.end, "content-transfer-encoding:")) {
            reader.at += strlen("content-transfer-encoding:");
            int encoding = read_encoding(&reader);
            if (encoding < 0) return false;
            if (!has_encoding) said->encoding = encoding;
            has_encoding = true;
        } else {
            return false;
        }
    }
    return true;
}

/* Ask the grammars of the fields, in Python. */
static Outcome describe(Scanner *scan, Py_ssize_t at, Py_ssize_t stop, Description *said) {
    *said = (Description){.kind = LEAF};
    Outcome outcome = FAILED;
    PyObject *answer = NULL, *arguments = NULL, *names = NULL;
    PyObject *block = PyBytes_FromStringAndSize(scan->source + at, stop - at);
    if (block == NULL) return FAILED;
    arguments = PyTuple_Pack(1, block);
    names = Py_BuildValue("{s:O}", "any_line_end", Py_False);
    if (arguments == NULL || names == NULL) goto done;
    answer = PyObject_Call(scan->describe, arguments, names);
    PyObject *boundary;
    int is_digest, has_type;
    if (answer == NULL || !PyArg_ParseTuple(answer, "iOipp", &said->kind, &boundary,
                                            &said->encoding, &is_digest, &has_type))
        goto done;
    said->is_digest = is_digest;
    said->has_type = has_type;
    if (boundary != Py_None) {
        char *text;
        if (PyBytes_AsStringAndSize(boundary, &text, &said->boundary.length) < 0) goto done;
        said->boundary.text = text;
        said->boundary.owner = Py_NewRef(boundary);
    }
    outcome = DONE;
done:
    Py_XDECREF(answer);
    Py_XDECREF(arguments);
    Py_XDECREF(names);
    Py_DECREF(block);
    return outcome;
}

/* -- delimiters */

static Py_ssize_t boundary_index(const Scanner *scan, const char *text, Py_ssize_t length) {
    for (Py_ssize_t n = scan->opened; n-- > 0;)
        if (scan->open[n].length == length && memcmp(scan->open[n].text, text, (size_t)length) == 0)
            return n;
    return -1;
}

/* The open multipart whose delimiter such a text is behind its "--", or -1. */
static Py_ssize_t named(const Scanner *scan, const char *text, Py_ssize_t length, bool *closing) {
    Py_ssize_t index = boundary_index(scan, text, length);
    *closing = false;
    if (index < 0 && length >= 2 && text[length - 2] == '-' && text[length - 1] == '-') {
        index = boundary_index(scan, text, length - 2);
        *closing = index >= 0;
    }
    return index;
}

/* The same of a line, whose blanks at its end do not count. */
static Py_ssize_t delimiter_of(const Scanner *scan, const char *line, Py_ssize_t length,
                               bool *closing) {
    while (length > 0 && is_blank(line[length - 1])) length--;
    return named(scan, line, length, closing);
}

/* Whether such a line, or its first word, begins with the boundary of an open multipart. */
static bool begins_as_delimiter(const Scanner *scan, const char *line, Py_ssize_t length) {
    const char *word = line, *end = line + length;
    while (word < end && is_space(*word)) word++;
    for (Py_ssize_t n = 0; n < scan->opened; n++) {
        const Boundary *open = &scan->open[n];
        if ((open->length <= length && memcmp(line, open->text, (size_t)open->length) == 0) ||
            (open->length <= end - word && memcmp(word, open->text, (size_t)open->length) == 0))
            return true;
    }
    return false;
}

/* Whether such a line is a delimiter of a multipart that was closed. */
static Outcome is_after_close(const Scanner *scan, const char *line, Py_ssize_t length) {
    if (scan->closed == NULL) return DONE;
    while (length > 0 && is_blank(line[length - 1])) length--;
    if (length > MAX_BOUNDARY) return DONE;
    PyObject *name = PyBytes_FromStringAndSize(line, length);
    int is_member = name == NULL ? -1 : PySet_Contains(scan->closed, name);
    Py_XDECREF(name);
    return is_member < 0 ? FAILED : is_member ? ODD : DONE;
}

static void forget(Scanner *scan) { Py_XDECREF(scan->open[--scan->opened].owner); }

/* -- ending nodes */

/* End the innermost open node; set the earliest end of its parent. */
static bool end_innermost(Scanner *scan, Py_ssize_t *end) {
    Py_ssize_t number = scan->chain.items[--scan->chain.length];
    Py_ssize_t *row = row_at(scan, number);
    if (*end < row[BODY]) { /* the empty line's end belongs to the delimiter */
        if (*end < row[HEADER_END]) *end = row[HEADER_END];
        row[BODY] = *end;
    }
    row[END] = *end;
    row[NEXT] = row_count(scan);
    if (scan->opened == 0 || scan->open[scan->opened - 1].row != number) return true;
    forget(scan);
    bool is_missing = row[NEXT] == number + 1;
    if (is_missing) row[FLAGS] &= ~(Py_ssize_t)OPENED;
    int code = is_missing ? DELIMITER_MISSING : UNTERMINATED;
    return found(scan, code, number, row[START], row[HEADER_END]);
}

/* End the open nodes inside the multipart `keep` before a delimiter line. */
static bool close_inside(Scanner *scan, Py_ssize_t line, Py_ssize_t keep) {
    Py_ssize_t end = line - 1;
    if (end > 0 && scan->source[end - 1] == '\r' && scan->source[end] == '\n') end--;
    while (scan->chain.items[scan->chain.length - 1] != keep)
        if (!end_innermost(scan, &end)) return false;
    return true;
}

static bool close_all(Scanner *scan) {
    Py_ssize_t end = scan->end;
    while (scan->chain.length)
        if (!end_innermost(scan, &end)) return false;
    return true;
}

static bool remember_closed(Scanner *scan, const Boundary *boundary) {
    if (scan->closed == NULL && (scan->closed = PySet_New(NULL)) == NULL) return false;
    PyObject *name = PyBytes_FromStringAndSize(boundary->text, boundary->length);
    bool added = name != NULL && PySet_Add(scan->closed, name) == 0;
    Py_XDECREF(name);
    return added;
}

/* -- entities */

/* Decide whether a multipart or an enclosed message is taken apart. It takes over the
 * owner of the boundary. */
static Outcome open_node(Scanner *scan, Py_ssize_t number, Description *said) {
    Py_ssize_t *row = row_at(scan, number);
    bool is_encoded = said->encoding != IDENTITY && said->encoding != UNKNOWN;
    if (said->kind == MESSAGE && is_encoded) return DONE; /* when it is asked for */
    if ((Py_ssize_t)scan->chain.length >= scan->max_depth) return ODD;
    if (said->kind == MESSAGE) {
        row[FLAGS] |= OPENED;
        return DONE;
    }
    const Boundary *boundary = &said->boundary;
    if (is_encoded || boundary->length < 1 || boundary->length > MAX_BOUNDARY) return ODD;
    for (Py_ssize_t n = 0; n < boundary->length; n++)
        if (!is_bchar(boundary->text[n])) return ODD;
    if (boundary->text[boundary->length - 1] == ' ') return ODD;
    if (boundary_index(scan, boundary->text, boundary->length) >= 0) return ODD;
    if (scan->opened == scan->room) {
        Py_ssize_t room = scan->room ? scan->room * 2 : 8;
        Boundary *open = PyMem_Realloc(scan->open, (size_t)room * sizeof(Boundary));
        if (open == NULL) {
            PyErr_NoMemory();
            return FAILED;
        }
        scan->open = open;
        scan->room = room;
    }
    scan->open[scan->opened] = *boundary;
    scan->open[scan->opened++].row = number;
    said->boundary.owner = NULL;
    row[FLAGS] |= OPENED | (said->is_digest ? IS_DIGEST : 0);
    return DONE;
}

/* Pass the From_ lines of an mbox file, if fields follow. */
static Outcome skip_from_lines(Scanner *scan, Py_ssize_t row, Py_ssize_t *start) {
    const char *s = scan->source;
    Py_ssize_t at = *start;
    for (;;) {
        Py_ssize_t word = at + (at < scan->end && s[at] == '>');
        if (scan->end - word < 5 || memcmp(s + word, "From ", 5) != 0) break;
        Py_ssize_t behind = word + 5;
        while (behind < scan->end && is_blank(s[behind])) behind++;
        if (behind < scan->end && s[behind] == ':') break;
        Py_ssize_t end = line_end(scan, word);
        if (end < scan->end && s[end] == '\r') end++;
        if (end >= scan->end || s[end] != '\n') return ODD;
        at = end + 1;
    }
    if (at == *start) return DONE;
    if (!is_field_line(scan, at, scan->end)) return ODD;
    if (!found(scan, MBOX_FROM_LINE, row, *start, at)) return FAILED;
    *start = at;
    return DONE;
}

/* Where a header block ends, and its fields that say what the body is. */
typedef struct {
    Py_ssize_t stop; /* behind its last field */
    Py_ssize_t body;
    Py_ssize_t last; /* the last line that no blank begins, or -1 */
    int count;
    Py_ssize_t fields[MAX_CONTENT_FIELDS];
} Header;

static Outcome find_header_end(Scanner *scan, Py_ssize_t row, Py_ssize_t start, Header *header) {
    const char *s = scan->source;
    Py_ssize_t at = start, end = scan->end;
    header->last = -1;
    header->count = 0;
    for (;;) {
        if (at >= end) return ODD;
        char first = s[at];
        if (first == '\n' || first == '\r') {
            header->stop = at;
            header->body = at + (first == '\r') + 1;
            if (first == '\r' && (at + 1 >= end || s[at + 1] != '\n')) return ODD;
            return DONE;
        }
        if (first == '-' && at + 1 < end && s[at + 1] == '-' && scan->opened) {
            bool closing;
            Py_ssize_t rest = line_end(scan, at + 2) - at - 2;
            if (delimiter_of(scan, s + at + 2, rest, &closing) >= 0) {
                header->stop = header->body = at;
                if (at > start && !found(scan, HEADER_END_MISSING, row, at, at)) return FAILED;
                return DONE;
            }
            if (begins_as_delimiter(scan, s + at + 2, rest)) return ODD;
        }
        if (!is_blank(first)) {
            header->last = at;
            if ((first == 'C' || first == 'c') && stands(s + at, s + end, "content-t")) {
                if (header->count == MAX_CONTENT_FIELDS) return ODD;
                header->fields[header->count++] = at;
            }
        }
        Py_ssize_t feed = find(scan, '\n', at);
        if (feed < 0) return ODD;
        at = feed + 1;
    }
}

static bool has_lone_cr(const Scanner *scan, Py_ssize_t at, Py_ssize_t end) {
    const char *s = scan->source;
    const char *cr;
    while (at < end && (cr = memchr(s + at, '\r', (size_t)(end - at))) != NULL) {
        at = cr - s + 1;
        if (at >= end || s[at] != '\n') return true;
    }
    return false;
}

/* Whether scan.py must read this header block: a line that is no field ends it, a lone CR
 * stands in it, or it is over the limit (with the two octets that may begin a delimiter). */
static bool is_odd(const Scanner *scan, Py_ssize_t at, const Header *header) {
    if (header->body + 2 - at > scan->max_header_bytes) return true;
    if (header->stop == at) return false;
    return has_lone_cr(scan, at, header->stop) || header->last < 0 ||
           !is_field_line(scan, header->last, header->stop);
}

/* Add the row of a node, and open it if it holds others. It takes over the boundary. */
static Outcome add_row(Scanner *scan, Py_ssize_t at, const Header *header, Description *said,
                       Py_ssize_t flags) {
    if (!reserve(&scan->rows, WIDTH) || !reserve(&scan->chain, 1)) return FAILED;
    Py_ssize_t number = row_count(scan);
    size_t depth = scan->chain.length;
    Py_ssize_t *row = row_at(scan, number);
    row[START] = at;
    row[HEADER_END] = header->stop;
    row[BODY] = header->body;
    row[END] = scan->end;
    row[PARENT] = depth ? scan->chain.items[depth - 1] : -1;
    row[NEXT] = number + 1;
    row[KIND] = said->kind;
    row[ENCODING] = said->encoding;
    row[FLAGS] = flags;
    scan->rows.length += WIDTH;
    Outcome outcome = said->kind == LEAF ? DONE : open_node(scan, number, said);
    scan->chain.items[scan->chain.length++] = number;
    return outcome;
}

/* Read a header block and add its row; set the body's offset. */
static Outcome read_entity(Scanner *scan, Py_ssize_t at, Py_ssize_t flags, Py_ssize_t *body) {
    Py_ssize_t number = row_count(scan);
    if (flags & IS_MESSAGE && at < scan->end) {
        char first = scan->source[at];
        if (first == '\r' || first == '\n' || is_blank(first) || first == '\xef') return ODD;
        Outcome outcome = skip_from_lines(scan, number, &at);
        if (outcome != DONE) return outcome;
    }
    Header header;
    Outcome outcome = find_header_end(scan, number, at, &header);
    if (outcome != DONE) return outcome;
    if (is_odd(scan, at, &header)) return ODD;
    if (header.stop == at) flags |= NO_HEADER;
    Description said;
    if (!describe_plain(scan, header.fields, header.count, header.stop, &said)) {
        outcome = describe(scan, at, header.stop, &said);
        if (outcome != DONE) return outcome;
    }
    if (flags & IN_DIGEST && !said.has_type) said.kind = MESSAGE;
    *body = header.body;
    outcome = add_row(scan, at, &header, &said, flags);
    Py_XDECREF(said.boundary.owner);
    return outcome;
}

/* Go on to the next open delimiter; set where its part begins, or -1. */
static Outcome next_part(Scanner *scan, Py_ssize_t at, Py_ssize_t *part) {
    const char *s = scan->source;
    *part = -1;
    /* One octet is found at the speed of memory, and base64 has no "-". */
    while (at < scan->end && (at = find(scan, '-', at)) >= 0) {
        if (at + 1 >= scan->end || s[at + 1] != '-' || at == 0 ||
            (s[at - 1] != '\n' && s[at - 1] != '\r')) {
            at++;
            continue;
        }
        Py_ssize_t line = at;
        at = line_end(scan, line + 2);
        bool closing;
        Py_ssize_t index = delimiter_of(scan, s + line + 2, at - line - 2, &closing);
        if (index < 0) {
            Outcome outcome = is_after_close(scan, s + line + 2, at - line - 2);
            if (outcome != DONE) return outcome;
            if (begins_as_delimiter(scan, s + line + 2, at - line - 2)) return ODD;
            continue;
        }
        Py_ssize_t row = scan->open[index].row;
        if (!close_inside(scan, line, row)) return FAILED;
        if (closing) {
            row_at(scan, row)[FLAGS] |= CLOSED;
            if (!remember_closed(scan, &scan->open[scan->opened - 1])) return FAILED;
            forget(scan);
            continue;
        }
        if (at < scan->end && s[at] == '\r') {
            if (at + 1 >= scan->end || s[at + 1] != '\n') return ODD;
            at++;
        }
        *part = at < scan->end ? at + 1 : at;
        return DONE;
    }
    return DONE;
}

/* Read one entity after another, each up to the next delimiter. */
static Outcome run(Scanner *scan, Py_ssize_t at) {
    Py_ssize_t flags = IS_MESSAGE;
    for (;;) {
        Py_ssize_t number = row_count(scan);
        if (number >= scan->max_parts) return ODD;
        Outcome outcome = read_entity(scan, at, flags, &at);
        if (outcome != DONE) return outcome;
        const Py_ssize_t *row = row_at(scan, number);
        if (row[KIND] == MESSAGE && row[FLAGS] & OPENED) {
            flags = IS_MESSAGE;
            continue;
        }
        if (scan->opened == 0) break;
        outcome = next_part(scan, at, &at);
        if (outcome != DONE) return outcome;
        if (at < 0) break;
        Py_ssize_t parent = scan->chain.items[scan->chain.length - 1];
        flags = row_at(scan, parent)[FLAGS] & IS_DIGEST ? IN_DIGEST : 0;
    }
    return close_all(scan) ? DONE : FAILED;
}

static PyObject *result_of(Scanner *scan, Outcome outcome) {
    if (outcome == FAILED) return NULL;
    if (outcome == ODD) return none();
    PyObject *rows = to_list(&scan->rows);
    PyObject *defects = rows == NULL ? NULL : to_list(&scan->defects);
    PyObject *result = defects == NULL ? NULL : PyTuple_Pack(2, rows, defects);
    Py_XDECREF(rows);
    Py_XDECREF(defects);
    return result;
}

PyDoc_STRVAR(scan_doc,
"scan(source, start, end, max_depth, max_parts, max_header_bytes, describe, /)\n--\n\n"
"Rows and defects of the message in source[start:end], as scan.py gives them; None: ask it.");

static PyObject *py_scan(PyObject *module, PyObject *const *arguments, Py_ssize_t count) {
    (void)module;
    if (count != 7) {
        PyErr_SetString(PyExc_TypeError, "scan() takes 7 arguments");
        return NULL;
    }
    Py_ssize_t numbers[5];
    for (int n = 0; n < 5; n++) { /* what is larger than memory is cut to that */
        numbers[n] = PyNumber_AsSsize_t(arguments[n + 1], NULL);
        if (numbers[n] == -1 && PyErr_Occurred()) return NULL;
    }
    Py_ssize_t start = numbers[0], end = numbers[1];
    Scanner scan = {
        .max_depth = numbers[2],
        .max_parts = numbers[3],
        .max_header_bytes = numbers[4],
        .describe = arguments[6],
    };
    Py_buffer view;
    if (PyObject_GetBuffer(arguments[0], &view, PyBUF_SIMPLE) < 0) return NULL;
    PyObject *result = NULL;
    if (start < 0 || start > end || end > view.len) {
        PyErr_SetString(PyExc_ValueError, "start and end are no span of the source");
    } else {
        scan.source = view.buf;
        scan.end = end;
        result = result_of(&scan, run(&scan, start));
    }
    while (scan.opened) forget(&scan);
    PyMem_Free(scan.open);
    PyMem_Free(scan.rows.items);
    PyMem_Free(scan.defects.items);
    PyMem_Free(scan.chain.items);
    Py_XDECREF(scan.closed);
    PyBuffer_Release(&view);
    return result;
}

/* -- look-ups in a header block (header_block.py) */

/* The end of the field that goes on at `at`: behind its last line end. */
static Py_ssize_t field_end(const char *text, Py_ssize_t length, Py_ssize_t at) {
    const char *feed;
    while ((feed = memchr(text + at, '\n', (size_t)(length - at))) != NULL) {
        at = feed - text + 1;
        if (at >= length || !is_blank(text[at])) return at;
    }
    return length;
}

/* The line behind the one at `at`. */
static Py_ssize_t next_line(const char *text, Py_ssize_t length, Py_ssize_t at) {
    const char *feed = memchr(text + at, '\n', (size_t)(length - at));
    return feed == NULL ? length : feed - text + 1;
}

/* Where a field stands. */
typedef struct {
    Py_ssize_t start, body, end;
} Field;

/* Find the next field of that name, in lower case, from the line at `at` on. */
static bool find_next(const char *text, Py_ssize_t length, const char *name, Py_ssize_t size,
                      Py_ssize_t at, Field *field) {
    for (; at < length; at = next_line(text, length, at)) {
        if (!stands(text + at, text + length, name)) continue;
        Py_ssize_t colon = at + size;
        while (colon < length && is_blank(text[colon])) colon++;
        if (colon >= length || text[colon] != ':') continue;
        *field = (Field){at, colon + 1, field_end(text, length, colon)};
        return true;
    }
    return false;
}

static PyObject *to_tuple(const Field *field) {
    PyObject *start = PyLong_FromSsize_t(field->start);
    PyObject *body = PyLong_FromSsize_t(field->body);
    PyObject *end = PyLong_FromSsize_t(field->end);
    PyObject *result = start && body && end ? PyTuple_Pack(3, start, body, end) : NULL;
    Py_XDECREF(start);
    Py_XDECREF(body);
    Py_XDECREF(end);
    return result;
}

PyDoc_STRVAR(find_field_doc,
"find_field(block, name, at=0, /)\n--\n\n"
"As header_block.find_field, in the block as it stands, without a lone CR.");

static PyObject *py_find_field(PyObject *module, PyObject *const *arguments, Py_ssize_t count) {
    char *text, *name;
    Py_ssize_t length, size, at = 0;
    (void)module;
    if (count < 2 || count > 3) {
        PyErr_SetString(PyExc_TypeError, "find_field() takes 2 or 3 arguments");
        return NULL;
    }
    if (PyBytes_AsStringAndSize(arguments[0], &text, &length) < 0 ||
        PyBytes_AsStringAndSize(arguments[1], &name, &size) < 0)
        return NULL;
    if (count == 3 && (at = PyLong_AsSsize_t(arguments[2])) == -1 && PyErr_Occurred()) return NULL;
    Field field;
    if (at >= 0 && find_next(text, length, name, size, at, &field)) return to_tuple(&field);
    return none();
}

PyDoc_STRVAR(find_bodies_doc,
"find_bodies(block, searched, name, /)\n--\n\n"
"As header_block.find_bodies; `searched` is the block, with LF for each lone CR.");

static PyObject *py_find_bodies(PyObject *module, PyObject *const *arguments, Py_ssize_t count) {
    char *block, *text, *name;
    Py_ssize_t length, size, block_length;
    (void)module;
    if (count != 3) {
        PyErr_SetString(PyExc_TypeError, "find_bodies() takes 3 arguments");
        return NULL;
    }
    if (PyBytes_AsStringAndSize(arguments[0], &block, &block_length) < 0 ||
        PyBytes_AsStringAndSize(arguments[1], &text, &length) < 0 ||
        PyBytes_AsStringAndSize(arguments[2], &name, &size) < 0)
        return NULL;
    if (length != block_length) {
        PyErr_SetString(PyExc_ValueError, "what is searched is not the block");
        return NULL;
    }
    PyObject *bodies = PyList_New(0);
    Field field = {0};
    while (bodies != NULL && find_next(text, length, name, size, field.end, &field)) {
        PyObject *body = PyBytes_FromStringAndSize(block + field.body, field.end - field.body);
        if (body == NULL || PyList_Append(bodies, body) < 0) Py_CLEAR(bodies);
        Py_XDECREF(body);
    }
    return bodies;
}

/* The octets between, without blanks around and line ends, as text. */
static PyObject *unfolded(const char *text, Py_ssize_t start, Py_ssize_t end, char *scratch) {
    Py_ssize_t length = 0;
    if (memchr(text + start, '\n', (size_t)(end - start)) != NULL) {
        for (; start < end; start++)
            if (text[start] != '\r' && text[start] != '\n') scratch[length++] = text[start];
        text = scratch;
        start = 0;
        end = length;
    }
    while (start < end && is_blank(text[start])) start++;
    while (start < end && is_blank(text[end - 1])) end--;
    return PyUnicode_DecodeASCII(text + start, end - start, "strict");
}

/* Whether nothing is to be decoded: ASCII, and no beginning of an encoded word. */
static bool is_plain(const char *text, Py_ssize_t length) {
    char high = 0;
    for (Py_ssize_t at = 0; at < length; at++) high |= text[at];
    if (high & 0x80) return false;
    const char *mark = text, *end = text + length;
    while ((mark = memchr(mark, '=', (size_t)(end - mark))) != NULL)
        if (++mark < end && *mark == '?') return false;
    return true;
}

PyDoc_STRVAR(plain_items_doc,
"plain_items(block, /)\n--\n\n"
"As header_block.plain_items: names and unfolded bodies, as text, or None.");

static PyObject *py_plain_items(PyObject *module, PyObject *block) {
    char *text;
    Py_ssize_t length;
    (void)module;
    if (PyBytes_AsStringAndSize(block, &text, &length) < 0) return NULL;
    if (!is_plain(text, length)) return none();
    PyObject *items = PyList_New(0);
    char *scratch = PyMem_Malloc((size_t)length + 1);
    if (items == NULL || scratch == NULL) goto failed;
    for (Py_ssize_t at = 0, end; at < length; at = end) {
        Py_ssize_t name = at, colon;
        while (name < length && is_ftext(text[name])) name++;
        for (colon = name; colon < length && is_blank(text[colon]);) colon++;
        if (name == at || colon >= length || text[colon] != ':') {
            end = next_line(text, length, at);
            continue;
        }
        end = field_end(text, length, colon);
        Py_ssize_t last = end;
        if (last > colon && text[last - 1] == '\n') last--;
        if (last > colon && text[last - 1] == '\r') last--;
        PyObject *key = PyUnicode_DecodeASCII(text + at, name - at, "strict");
        PyObject *value = key ? unfolded(text, colon + 1, last, scratch) : NULL;
        PyObject *pair = value ? PyTuple_Pack(2, key, value) : NULL;
        bool added = pair != NULL && PyList_Append(items, pair) == 0;
        Py_XDECREF(pair);
        Py_XDECREF(value);
        Py_XDECREF(key);
        if (!added) goto failed;
    }
    PyMem_Free(scratch);
    return items;
failed:
    if (scratch == NULL) PyErr_NoMemory();
    PyMem_Free(scratch);
    Py_XDECREF(items);
    return NULL;
}

/* -- the module */

PyDoc_STRVAR(find_from_lines_doc,
"find_from_lines(octets, /)\n--\n\n"
"As from_lines.find_from_lines.");

static PyObject *py_find_from_lines(PyObject *module, PyObject *octets) {
    char *text;
    Py_ssize_t length;
    (void)module;
    if (PyBytes_AsStringAndSize(octets, &text, &length) < 0) return NULL;
    PyObject *found = PyList_New(0);
    const char *end = text + length, *at = text;
    while (found != NULL && end - at >= 5 && (at = memchr(at, 'F', (size_t)(end - at - 4)))) {
        const char *line = at;
        if (memcmp(at, "From ", 5) == 0) {
            while (line > text && line[-1] == '>') line--;
            if (line == text || line[-1] == '\n') {
                PyObject *place = PyLong_FromSsize_t(line - text);
                if (place == NULL || PyList_Append(found, place) < 0) Py_CLEAR(found);
                Py_XDECREF(place);
            }
        }
        at++;
    }
    return found;
}

static PyMethodDef METHODS[] = {
    {"scan", (PyCFunction)(void (*)(void))py_scan, METH_FASTCALL, scan_doc},
    {"find_field", (PyCFunction)(void (*)(void))py_find_field, METH_FASTCALL, find_field_doc},
    {"find_bodies", (PyCFunction)(void (*)(void))py_find_bodies, METH_FASTCALL, find_bodies_doc},
    {"plain_items", py_plain_items, METH_O, plain_items_doc},
    {"find_from_lines", py_find_from_lines, METH_O, find_from_lines_doc},
    {NULL, NULL, 0, NULL},
};

static int read_codes(PyObject *module) {
    (void)module;
    PyObject *defects = PyImport_ImportModule("mimekit.defect_codes");
    PyObject *codes = defects ? PyObject_GetAttrString(defects, "DefectCode") : NULL;
    Py_XDECREF(defects);
    if (codes == NULL) return -1;
    for (int n = 0; n < CODES; n++) {
        PyObject *code = PyObject_GetAttrString(codes, CODE_NAMES[n]);
        PyObject *number = code ? PyObject_GetAttrString(code, "number") : NULL;
        code_numbers[n] = number ? PyLong_AsSsize_t(number) : -1;
        Py_XDECREF(code);
        Py_XDECREF(number);
        if (PyErr_Occurred()) break;
    }
    Py_DECREF(codes);
    return PyErr_Occurred() ? -1 : 0;
}

static PyModuleDef_Slot SLOTS[] = {{Py_mod_exec, read_codes}, {0, NULL}};

static struct PyModuleDef MODULE = {
    PyModuleDef_HEAD_INIT,
    .m_name = "mimekit.structure.native",
    .m_doc = "The native twin of scan.py and of the look-ups in header_block.py.",
    .m_methods = METHODS,
    .m_slots = SLOTS,
};

PyMODINIT_FUNC PyInit_native(void) { return PyModuleDef_Init(&MODULE); }
