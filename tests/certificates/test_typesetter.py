import logging
import os

import jinja2
import pytest

from certificates import layouts
from certificates.faults import Refused
from certificates.typesetter import _complaints_refused, _own_fonts_only, template


def test_what_the_layout_engine_only_logs_stops_the_press():
    with pytest.raises(Refused, match=r"layout-complaint.*wobbly"), _complaints_refused():
        logging.getLogger("weasyprint").warning("a %s style", "wobbly")


@pytest.mark.parametrize("before", [None, "/somewhere"])
def test_the_environment_is_left_as_it_was(monkeypatch, before):
    if before is None:
        monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
    else:
        monkeypatch.setenv("FONTCONFIG_FILE", before)
    with _own_fonts_only():
        assert os.environ["FONTCONFIG_FILE"].endswith("templates/certificate/fonts/fonts.conf")
    assert os.environ.get("FONTCONFIG_FILE") == before


def test_a_name_that_a_template_is_not_given_is_an_error():
    with pytest.raises(jinja2.UndefinedError):
        template(layouts.TEMPLATES, "filing.html").render(about={})
