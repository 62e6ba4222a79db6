"""The steps that only MkDocs can take (without them the site is slower, heavier and its labs plainer, but right)."""

import json
import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from mkdocs.utils import meta

from literate.card import card
from literate.faces import faces
from literate.finding import pages as finding
from literate.gallery import PLACE, faced, gallery
from literate.head import CARD, Book, Sheet, head, place
from literate.lab_pages import run_ahead, tidy
from literate.live import source, with_notice
from literate.order import in_part, nav
from literate.page import read
from literate.policy import with_policy
from literate.quiet_theme import quiet_script
from literate.reachable import reachable
from literate.stylesheet import SHEET, bundle
from literate.ticks import check_ahead

# The theme makes a tip for each title, which costs the page of the module half a second on a phone; a name says the same.
TOLD, NAMED = (f'{attribute}="Link to this section"' for attribute in ("title", "aria-label"))
RUN = TemporaryDirectory()
LABS = {}
SHEETS = []
CARDS = {}
SERVING = False


def on_startup(command, dirty):
    """Tells a build from make serve, which adds a script of its own to each page, with other words each time."""
    global SERVING
    SERVING = command == "serve"


def on_config(config):
    """Lets each page ask for one style sheet, which is made of all of them when they are there."""
    SHEETS[:] = config.extra_css
    config.extra_css = [SHEET]
    return config


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
    """Puts the notebook that was run in the place of the one that was written, and gives each page one address."""
    finding.begin(Path(page.file.src_uri), Path(config.docs_dir))
    page.canonical_url = place(config.site_url, page.url) or None
    if running := LABS.get(page.file.abs_src_path):
        page.file.abs_src_path = running.result()
    return page


def on_page_markdown(markdown, page, config, files):
    """Lets the search find chapters before what refers to them, and puts the figures of the book where a page asks for its gallery."""
    if _number(page):
        page.meta.setdefault("search", {"boost": 1.1})
    if PLACE not in markdown:
        return markdown
    pages = map(read, nav(Path(config.config_file_path).resolve()))
    return markdown.replace(PLACE, gallery(pages, Path(page.file.abs_src_path).resolve().parent))


def on_page_context(context, page, config, nav):
    """Tells the template what stands in the head of a page, and which typefaces it is set in."""
    book, sheet = _book(config, nav), _sheet(page, config)
    CARDS[page.url] = sheet, page.parent.title if page.parent else "A book that checks itself"
    chapters = [_sheet(one, config) for one in nav.pages if _number(one)] if page.is_homepage else []
    return context | {"head": head(book, sheet, chapters), "faces": faces(page.content)}


def on_template_context(context, template_name, config):
    """The page for addresses that do not exist has a head too."""
    sheet = Sheet(template_name, "No such page", "The page for addresses that the book does not have.")
    return context | {"head": head(replace(_book(config, context["nav"]), address=""), sheet, []), "faces": faces("")}


def on_page_content(html, page, config, files):
    """Makes a published notebook look like a page of the book, lets the code of a chapter or a widget run in the browser, and the keyboard reach it."""
    path = Path(page.file.src_uri)
    html = html.replace(TOLD, NAMED)
    if path.suffix == ".md":
        html = finding.finished(html, path, Path(config.docs_dir), page.title, config.extra["repository"])
    if in_part(path) or "data-widget=" in html:
        html = with_notice(html)
    return reachable(tidy(html) if path.suffix == ".ipynb" else html)


def on_post_page(output, page, config):
    """Takes out what only the search reads, and writes each page's policy, when nothing is added to the page any more."""
    output = finding.without_words(output)
    return output if SERVING else with_policy(output, _pyodide())


def on_post_template(output_content, template_name, config):
    """The page for addresses that do not exist has a policy too."""
    return output_content if SERVING or not template_name.endswith(".html") else with_policy(output_content, _pyodide())


def on_post_build(config):
    """Joins the style sheets, quiets the theme's script, gives figures a face, and draws the cards where they will have an address."""
    site = Path(config.site_dir)
    bundle(site, SHEETS)
    quiet_script(site)
    faced(site)
    for url, (sheet, part) in CARDS.items() if config.site_url else ():
        file = site / CARD.format(url.removesuffix(".html"))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(card(sheet.title, config.site_name, part))


def _book(config, nav):
    return Book(config.site_name, _sheet(nav.homepage, config).title, config.site_description, config.site_url or "")


def _sheet(page, config):
    given = page.meta
    if page.file.src_uri.endswith(".ipynb"):
        given = json.loads(Path(config.docs_dir, page.file.src_uri).read_text(encoding="utf-8"))["metadata"]
    title = page.meta.get("title") or re.sub(r"^\d+\. ", "", page.title)
    return Sheet(page.url, title, given.get("description", config.site_description), _number(page))


def _number(page):
    """The number of a chapter; None for other pages."""
    path = Path(page.file.src_uri)
    return int(path.stem.partition("-")[0]) if in_part(path) and path.stem != "index" else None


def _pyodide():
    address = source()
    return address if isinstance(address, str) else ""
