"""The two steps that only MkDocs can take (without them the site is heavier and its labs plainer, but right)."""

from literate.lab_pages import tidy


def on_files(files, config):
    """Leaves the theme's source maps, two fifths of the site, out of it."""
    for file in [file for file in files if file.src_uri.endswith(".map")]:
        files.remove(file)
    return files


def on_page_content(html, page, config, files):
    """Makes a published notebook look like a page of the book."""
    return tidy(html) if page.file.src_uri.endswith(".ipynb") else html
