"""The light install: without torch and sentence-transformers everything is there, grouping included."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

PROGRAM = """
import sys
class NotInstalled:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("torch", "sentence_transformers", "transformers", "huggingface_hub"):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, NotInstalled())
import importlib, pkgutil
import app, clustering, facilitation, locales, phone, reports, sample_sessions, web
import pages.parts
for package in (clustering, facilitation, phone, reports, sample_sessions, web, pages.parts):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
rows = clustering.bundled().encode(["Un jumelage", "A buddy system"])
print(rows.shape, round(float(rows[0] @ rows[1]), 1) > 0.3)
"""


@pytest.mark.heavy
def test_everything_imports_and_groups_without_torch(tmp_path: Path) -> None:
    environment = {**os.environ, "DATA_DIR": str(tmp_path)}
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert result.stdout.splitlines()[-1:] == ["(2, 512) True"], result.stderr


def test_requirements_light_is_the_full_one_without_the_models() -> None:
    full = (ROOT / "requirements.txt").read_text("utf-8")
    light = (ROOT / "requirements-light.txt").read_text("utf-8")

    assert "-r requirements-light.txt" in full
    assert "torch" not in light.replace("bundled offline encoder", "")
    for line in [*full.splitlines(), *light.splitlines()]:
        assert not line or line.startswith(("#", "-r")) or "==" in line, f"not pinned: {line}"
