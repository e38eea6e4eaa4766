"""Which browser the tests drive: Chromium without a window, half the work of the whole one."""

import os
from pathlib import Path

CHROMIUM = Path(os.environ.get("TANLAB_CHROMIUM", "/usr/bin/chromium-headless-shell"))
