"""How Hypothesis chooses its examples."""

from __future__ import annotations

import os

from hypothesis import settings

# The same examples in every run of CI, others in every run at a desk: `make soak`
# runs the suite many times over.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")
