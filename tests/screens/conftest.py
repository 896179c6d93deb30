"""Pages as files in the system's browser: no server, so any moment of any exercise can be seen."""

from tests.web.conftest import browser_type_launch_args

__all__ = ["browser_type_launch_args"]
