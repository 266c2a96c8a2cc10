"""How Hypothesis chooses its examples."""

from __future__ import annotations

import os

from hypothesis import settings

# The same examples in every run of CI, others in every run at a desk: `make soak`
# runs the suite many times over.
# No deadline: a busy machine is slow.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
