"""The workflows of GitHub and the citation file: they say what the repository says, and ask for no more rights than they use."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
TARGET = re.compile(r"^(?P<name>[a-z]+):", re.MULTILINE)
MAKE = re.compile(r"\bmake (?P<target>[a-z]+)")
PINNED = re.compile(r"[\w.-]+/[\w./-]+@(?:v\d+|[0-9a-f]{40})")
RIGHTS = {
    ("book", "build"): {"contents": "read", "pages": "read"},
    ("book", "publish"): {"pages": "write", "id-token": "write"},
    ("newest", "report"): {"issues": "write"},
}


def workflow(name):
    return yaml.safe_load((ROOT / f".github/workflows/{name}.yml").read_text(encoding="utf-8"))


@pytest.fixture(params=["book", "newest"])
def named(request):
    return request.param, workflow(request.param)


def steps(workflow):
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def problems(name, workflow, targets):
    """What is wrong with a workflow, each as a sentence."""
    for step in steps(workflow):
        if ("uses" in step) == ("run" in step):
            yield f"a step neither uses nor runs: {step}"
        if not PINNED.fullmatch(step.get("uses", "a/b@v1")):
            yield f"{step['uses']} is not pinned"
        yield from (f"make {one} is no target" for one in MAKE.findall(step.get("run", "")) if one not in targets)
    if workflow["permissions"] != {"contents": "read"}:
        yield "it may do more than read"
    for job, held in workflow["jobs"].items():
        if held.get("permissions") != RIGHTS.get((name, job)):
            yield f"{job} has other rights than it uses"
        if not 0 < held.get("timeout-minutes", 0) <= 60:
            yield f"{job} may run for ever"
        if unknown := {held.get("needs", job)} - workflow["jobs"].keys():
            yield f"{job} waits for {unknown}"


@pytest.fixture(scope="module")
def targets():
    return set(TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))


def test_a_workflow_runs_what_there_is_with_the_rights_that_it_needs(named, targets):
    assert list(problems(*named, targets)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("make test", "make tests", "make tests is no target"),
        ("checkout@v5", "checkout@main", "actions/checkout@main is not pinned"),
        ("  contents: read\n\nconcurrency", "  contents: write\n\nconcurrency", "it may do more than read"),
        ("      pages: write", "      contents: write", "publish has other rights than it uses"),
        ("    timeout-minutes: 20\n", "", "build may run for ever"),
        ("needs: build", "needs: built", "publish waits for {'built'}"),
    ],
)
def test_a_fault_in_a_workflow_is_seen(old, new, said, targets):
    text = (ROOT / ".github/workflows/book.yml").read_text(encoding="utf-8")
    assert old in text
    assert said in list(problems("book", yaml.safe_load(text.replace(old, new)), targets))


def test_the_book_is_checked_by_the_command_of_the_readme():
    assert "make test " in (ROOT / "README.md").read_text(encoding="utf-8")
    assert any(step.get("run") == "make test" for step in workflow("book")["jobs"]["test"]["steps"])


def test_what_make_test_leaves_out_has_a_target_that_is_run_too():
    (left_out,) = re.findall(r'^test: .*\n.* -m "(.*)"$', (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    run = {step["run"] for step in workflow("book")["jobs"]["test"]["steps"] if "run" in step}
    for marker in left_out.removeprefix("not ").split(" and not "):
        assert run & {f"make {marker}", f"make {marker}s"}, f"no step runs the tests that are marked {marker}"


def test_only_what_was_tested_is_published_and_only_from_the_main_branch():
    jobs = workflow("book")["jobs"]
    assert (jobs["publish"]["needs"], jobs["build"]["needs"]) == ("build", "test")
    assert "refs/heads/main" in jobs["build"]["if"]


def test_the_newest_releases_are_asked_for_by_name_and_held_to_no_version(tmp_path):
    from literate.newest import packages

    project = '[project]\nname = "own"\ndependencies = ["numpy>=2.2"]\n[project.optional-dependencies]\nbook = ["own[plot]", "mkdocs==1.6.1", "pytest"]\n'
    file = tmp_path / "pyproject.toml"
    file.write_text(project, encoding="utf-8")
    assert packages(file) == ["mkdocs", "numpy", "pytest"]


CITED = {
    "cff-version": "1.2.0",
    "type": "software",
    "authors": [{"name": "the nnscratch authors"}],
    "license": ["MIT", "CC-BY-4.0"],
}


def test_the_citation_tells_what_the_project_tells():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {name: cited[name] for name in CITED} == CITED
    assert cited["version"] == project["version"] and cited["authors"] == project["authors"]
    assert "the nnscratch authors" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    allowed = {*CITED, "message", "title", "abstract", "version", "keywords"}  # no address, no date: neither is known
    assert cited.keys() == allowed and all(cited.values())
