"""The policy of a page: its scripts by hash, Python where its code runs, nothing else. (tests/live tries it in browsers.)"""

import pytest

from literate.policy import CHARSET, hashes, policy, with_policy

OFFICIAL = "https://cdn.example/pyodide/v1/full/"
PLAIN = f"<!doctype html>\n<html><head>\n{CHARSET}\n<title>A page</title></head><body><p>Text.</p></body></html>"
LIVE = PLAIN.replace("<p>", '<noscript class="live-notice">Needs JavaScript.</noscript><p>')


def rules(text):
    return {name: sources for name, *sources in (rule.split() for rule in text.split("; "))}


def test_it_stands_right_after_the_charset():
    page = with_policy(PLAIN, OFFICIAL)
    head, _, rest = page.partition(CHARSET)
    assert rest.split("\n")[1].strip().startswith('<meta http-equiv="Content-Security-Policy" content="default-src \'self\'; ')
    assert page.count("Content-Security-Policy") == 1 and head in PLAIN


def test_a_page_without_a_charset_is_refused():
    with pytest.raises(ValueError, match="its policy has no place"):
        with_policy("<html></html>", OFFICIAL)


def test_a_page_without_code_may_not_run_python():
    assert "blob:" not in with_policy(PLAIN, OFFICIAL)
    assert "wasm" not in with_policy(PLAIN, OFFICIAL)
    assert "cdn.example" not in with_policy(PLAIN, OFFICIAL)


def test_a_page_with_code_may_run_python_from_the_one_address():
    assert f" {OFFICIAL};" in with_policy(LIVE, OFFICIAL)
    allowed = rules(policy(LIVE, OFFICIAL))
    assert allowed["connect-src"] == ["'self'", OFFICIAL]
    assert allowed["worker-src"] == ["'self'", "blob:"]
    assert allowed["script-src"] == ["'self'", "'wasm-unsafe-eval'", "blob:"]


def test_pyodide_of_the_site_itself_needs_no_address():
    assert rules(policy(LIVE, ""))["connect-src"] == ["'self'"]


def test_what_an_element_asks_for_is_allowed_on_its_page_alone():
    page = PLAIN.replace("<p>", '<p data-connect="https://one.example/a/ https://other.example/">')
    assert rules(policy(page, None))["connect-src"] == ["'self'", "https://one.example/a/", "https://other.example/"]
    assert rules(policy(PLAIN, None))["connect-src"] == ["'self'"]


def test_an_address_in_the_text_is_none():
    told = LIVE.replace("<p>", '<p>The attribute is called data-connect="https://evil.example/".')
    assert rules(policy(told, ""))["connect-src"] == ["'self'"]


@pytest.mark.parametrize("page", [PLAIN, LIVE])
def test_what_no_page_may_do(page):
    allowed = rules(policy(page, OFFICIAL))
    assert allowed["object-src"] == allowed["frame-src"] == allowed["base-uri"] == allowed["form-action"] == ["'none'"]
    scripts = allowed["script-src"]
    assert "'unsafe-inline'" not in scripts and "'unsafe-eval'" not in scripts and "'unsafe-hashes'" not in scripts
    assert not any("*" in source or source in ("http:", "https:") for sources in allowed.values() for source in sources)


def test_each_inline_script_is_allowed_by_its_hash():
    # from the specification's own example, https://www.w3.org/TR/CSP3/#script-src
    example = "alert('Hello, world.');"
    known = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
    assert hashes(f"<script>{example}</script>") == [known]
    assert hashes(f'<SCRIPT type="module">{example}</SCRIPT >') == [known]
    assert known in policy(PLAIN.replace("<p>", f"<script>{example}</script><p>"), None).split("; ")[1]


def test_a_script_is_taken_to_the_letter():
    assert hashes("<script>a</script>") != hashes("<script>a\n</script>")
    assert len(hashes("<script>a</script><script>b</script><script>a</script>")) == 2
    assert hashes('<script src="a.js"></script>') == []
