"""The steps that only MkDocs can take (without them the site is slower, heavier and its labs plainer, but right)."""

from mkdocs.utils import meta

from literate.lab_pages import tidy
from literate.ticks import check_ahead


def on_files(files, config):
    """Leaves the theme's source maps, two fifths of the site, out of it, and begins to check the equations."""
    for file in [file for file in files if file.src_uri.endswith(".map")]:
        files.remove(file)
    pages = [file for file in files.documentation_pages() if file.src_uri.endswith(".md")]
    check_ahead(meta.get_data(page.content_string)[0] for page in pages)
    return files


def on_page_content(html, page, config, files):
    """Makes a published notebook look like a page of the book."""
    return tidy(html) if page.file.src_uri.endswith(".ipynb") else html
