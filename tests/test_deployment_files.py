"""What must hold of the files with which the site is installed: lock files, container files, public metadata."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted(ROOT.glob("requirements*.txt"))
SITE_SERVICES = ("migrate", "web", "worker", "beat")


def pins(lock: Path) -> dict[str, set[str]]:
    """Return the locked versions by package; more than one where the version depends on the Python."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([a-z0-9._-]+)==(\S+)", lock.read_text(), re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


def normal(requirement: str) -> str:
    """Return the bare name of a requirement as lock files write it."""
    return re.split(r"[\[<>=!~ ;]", requirement, maxsplit=1)[0].lower().replace("_", "-")


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return loaded


@pytest.fixture(scope="module")
def dockerfile() -> str:
    return (ROOT / "Dockerfile").read_text()


def test_there_are_three_lock_files() -> None:
    assert [lock.name for lock in LOCKS] == ["requirements-dev.txt", "requirements-setup.txt", "requirements.txt"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_file_names_no_address(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    assert "file:" not in text
    assert not [line for line in text.splitlines() if line.lstrip().startswith(("-i", "--index", "--extra", "--find"))]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_requirement_is_pinned_with_a_hash(lock: Path) -> None:
    requirements = [entry for entry in re.split(r"\n(?=[^\s])", lock.read_text()) if entry.strip()]
    assert requirements
    loose = [
        entry.splitlines()[0]
        for entry in requirements
        if not re.match(r"[a-z0-9._-]+==\S+", entry) or not re.search(r"--hash=sha256:[0-9a-f]{64}", entry)
    ]
    assert loose == []


def test_lock_files_hold_every_dependency_of_the_project(project: dict[str, Any]) -> None:
    wanted = {normal(name) for name in project["project"]["dependencies"]}
    wanted_dev = wanted | {normal(name) for name in project["dependency-groups"]["dev"]}
    assert wanted - pins(ROOT / "requirements.txt").keys() == set()
    assert wanted_dev - pins(ROOT / "requirements-dev.txt").keys() == set()


def test_tests_run_on_the_versions_that_the_site_runs_on() -> None:
    site, tests = pins(ROOT / "requirements.txt"), pins(ROOT / "requirements-dev.txt")
    assert {name: versions for name, versions in site.items() if tests.get(name) != versions} == {}


def test_dependencies_are_described_one_by_one(project: dict[str, Any]) -> None:
    described = set(re.findall(r"^\| `([^`]+)`", (ROOT / "docs/dependencies.md").read_text(), re.MULTILINE))
    named = {*project["project"]["dependencies"], *project["dependency-groups"]["dev"]}
    assert {normal(name) for name in named} - {normal(name) for name in described} == set()


@pytest.mark.parametrize("name", ["web", "worker", "beat", "db", "redis"])
def test_every_lasting_service_has_a_health_check(compose: dict[str, Any], name: str) -> None:
    check = compose["services"][name]["healthcheck"]
    assert check["test"][0] == "CMD"
    assert {"interval", "timeout", "retries"} <= check.keys()


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("migrate", "python manage.py migrate --noinput"),
        ("web", "gunicorn -c config/gunicorn.conf.py config.wsgi:application"),
        ("worker", "celery -A config worker --concurrency 2 --loglevel INFO"),
        ("beat", "celery -A config beat --schedule /var/lib/samenspoor/clock/schedule --loglevel INFO"),
    ],
)
def test_service_runs_its_command(compose: dict[str, Any], name: str, command: str) -> None:
    assert " ".join(compose["services"][name]["command"]) == command


@pytest.mark.parametrize("name", SITE_SERVICES)
def test_site_runs_without_rights_and_without_demo(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    assert service["cap_drop"] == ["ALL"]
    assert service["read_only"] is True
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["environment"]["DEMO"] == "false"
    assert "user" not in service, "the image says who runs it"


@pytest.mark.parametrize("name", ["web", "worker"])
def test_documents_are_kept_in_a_volume(compose: dict[str, Any], name: str) -> None:
    assert "documents:/var/lib/samenspoor/documents" in compose["services"][name]["volumes"]
    # The worker makes an export, the site gives it.
    assert "exports:/var/lib/samenspoor/exports" in compose["services"][name]["volumes"]


def test_only_the_site_is_reached_from_outside_and_only_from_this_machine(compose: dict[str, Any]) -> None:
    ports = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}
    assert ports == {"web": ["127.0.0.1:${SAMENSPOOR_PORT:-8000}:8000"]}
    assert compose["networks"]["inside"] == {"internal": True}
    assert compose["services"]["db"]["networks"] == ["inside"]
    assert compose["services"]["redis"]["networks"] == ["inside"]


def test_everything_named_in_compose_is_declared(compose: dict[str, Any]) -> None:
    services = compose["services"].values()
    secrets = {secret for service in services for secret in service.get("secrets", [])}
    volumes = {volume.split(":")[0] for service in services for volume in service.get("volumes", [])}
    waited_for = {name for service in services for name in service.get("depends_on", {})}
    assert secrets == set(compose["secrets"])
    assert volumes == set(compose["volumes"])
    assert waited_for <= set(compose["services"])


def test_no_secret_stands_in_the_example(compose: dict[str, Any]) -> None:
    names = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert "ALLOWED_HOSTS" in names
    assert {name.lower() for name in names} & set(compose["secrets"]) == set()


def test_image_runs_as_somebody_without_rights(dockerfile: str) -> None:
    users = re.findall(r"^USER (\S+)", dockerfile, re.MULTILINE)
    assert users == ["10001:10001"]
    after = dockerfile.split("USER 10001:10001")[1]
    assert re.search(r"^RUN|^COPY", after, re.MULTILINE) is None


def test_image_installs_with_hashes_only(dockerfile: str) -> None:
    installs = re.findall(r"pip install [^\\\n]*", dockerfile)
    assert len(installs) == 2
    assert [line for line in installs if "--require-hashes" not in line] == []


def test_image_collects_static_files_and_watches_its_health(dockerfile: str) -> None:
    assert "collectstatic --noinput" in dockerfile
    assert (
        'HEALTHCHECK --interval=30s --timeout=10s --start-period=40s --retries=3 CMD ["python", "-m", "config.probe"'
        in (dockerfile)
    )


def test_image_gets_no_secrets_no_data_and_no_tests() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".*", "var", "secrets", "tests"} <= set(ignored)


def test_build_server_runs_what_a_developer_runs() -> None:
    lines = [line for line in (ROOT / ".ci/run").read_text().splitlines() if line and not line.startswith("#")]
    assert lines == ["set -eu", 'cd "$(dirname "$0")/.."', "CI=true exec bin/test"]


def test_public_metadata_is_complete() -> None:
    code = yaml.safe_load((ROOT / "publiccode.yml").read_text())
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert code["publiccodeYmlVersion"] == "0.4"
    assert code["legal"]["license"] == "EUPL-1.2"
    assert code["softwareVersion"] == version
    assert code["localisation"] == {"localisationReady": True, "availableLanguages": ["nl", "en"]}
    assert code["maintenance"]["contacts"]
    for description in code["description"].values():
        assert len(description["shortDescription"]) <= 150
        assert 150 <= len(description["longDescription"]) <= 10_000


def test_licence_is_the_eupl() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert "15.Applicable Law" in text
    assert "Appendix" in text
