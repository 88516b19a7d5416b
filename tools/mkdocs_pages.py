"""The pages that mkdocs makes when it builds the documentation, as one of its hooks."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

sys.path.insert(0, str(Path(__file__).parents[1]))

from tools.reference_pages import messages_page

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the page of message ids, written from the catalogues as they are now."""
    files.append(File.generated(config, "reference/messages.md", content=messages_page()))
    return files
