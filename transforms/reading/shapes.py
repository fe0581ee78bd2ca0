"""What containers look like: archives by their marks, mails, mailboxes and tables by their first lines."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable

from transforms.knowledge import fold

COLUMN_NAMES: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content"),
    "title": ("title", "headline"),
    "published": ("published", "date", "published_at", "publication_date", "date_published"),
    "url": ("url", "link", "source_url"),
    "publisher": ("publisher", "source", "site_name"),
    "language": ("language", "lang"),
}
DELIMITERS = ",;\t|"
_HEAD_BYTES = 64 * 1024
_LONGEST_CELL_NAME = 60
_DOCX, _ODT = "docx", "odt"
# a part that only this format has, as a path or within the first bytes
_ZIP_KINDS = (
    ("word/document.xml", _DOCX),
    ("xl/workbook.", "XLSX"),
    ("ppt/presentation.xml", "PPTX"),
)
_MIME_TYPES = (
    (b"mimetypeapplication/vnd.oasis.opendocument.text", _ODT),
    (b"mimetypeapplication/epub+zip", "EPUB"),
    (b"mimetypeapplication/vnd.oasis.opendocument", "OpenDocument"),
)
_WARC_PATH = re.compile(r"archive/[^/]+\.warc(?:\.gz)?", re.IGNORECASE)
# "Subject: Press release"
_MAIL_HEADER = re.compile(rb"([!-9;-~]{1,60}):(?:[ \t](.*))?")
# "From press@example.org Thu Jun  3 10:00:00 2021"
_MBOX_LINE = re.compile(rb">?From \S+ .{10,60}\d{4}(?: [+-]\d{4})?\s*")
