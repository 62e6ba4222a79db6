"""The steps that only MkDocs can take (without them the site is slower, heavier and its labs plainer, but right)."""

from pathlib import Path
from tempfile import TemporaryDirectory

from mkdocs.utils import meta

from literate.lab_pages import run_ahead, tidy
from literate.live import source, with_notice
from literate.order import in_part
from literate.policy import with_policy
from literate.ticks import check_ahead

RUN = TemporaryDirectory()
LABS = {}
SERVING = False


def on_startup(command, dirty):
    """Tells a build from make serve, which adds a script of its own to each page, with other words each time."""
    global SERVING
    SERVING = command == "serve"


def on_files(files, config):
    """Leaves the theme's source maps, two fifths of the site, out of it, and begins what takes long beside all else."""
    for file in [file for file in files if file.src_uri.endswith(".map")]:
        files.remove(file)
    pages = files.documentation_pages()
    labs = [file.abs_src_path for file in pages if file.src_uri.endswith(".ipynb")]
    LABS.update(run_ahead(labs, Path(RUN.name)))
    config.plugins["mkdocs-jupyter"].config["execute"] = False  # it need not run them once more
    check_ahead(meta.get_data(file.content_string)[0] for file in pages if file.src_uri.endswith(".md"))
    return files


def on_pre_page(page, config, files):
    """Puts the notebook that was run in the place of the one that was written."""
    if running := LABS.get(page.file.abs_src_path):
        page.file.abs_src_path = running.result()
    return page


def on_page_content(html, page, config, files):
    """Makes a published notebook look like a page of the book, and lets the code of a chapter or a widget run in the browser."""
    if in_part(Path(page.file.src_uri)) or "data-widget=" in html:
        return with_notice(html)
    return tidy(html) if page.file.src_uri.endswith(".ipynb") else html


def on_post_page(output, page, config):
    """Writes each page's policy, when nothing is added to the page any more."""
    return output if SERVING else with_policy(output, _pyodide())


def on_post_template(output_content, template_name, config):
    """The page for addresses that do not exist has a policy too."""
    return output_content if SERVING or not template_name.endswith(".html") else with_policy(output_content, _pyodide())


def _pyodide():
    address = source()
    return address if isinstance(address, str) else ""
