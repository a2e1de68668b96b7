"""Chromium kept open, one tab, the same HTML and faces printed to a tagged PDF. It makes no PDF/A and attaches nothing."""

import os

from playwright.sync_api import sync_playwright

from certificates import drawing, faces, layouts
from tests.bench.certificates import record
from tests.bench.peers.weasyprint_naive import CSS, html_of
from tests.bench.rounds import Work
from tests.chromium import executable

FACES = {"Lvce Serif": ("LvceSerif-Regular.ttf", 400), "Lvce Sans": ("LvceSans-Regular.ttf", 400)}


def kept_open() -> Work:
    """One browser, one page; each certificate is set as its content."""
    faces_css = "".join(
        f'@font-face {{ font-family: "{name}"; font-weight: {weight}; src: url("{(faces.FOLDER / file).as_uri()}") }}'
        for name, (file, weight) in [*FACES.items(), ("Lvce Serif", ("LvceSerif-Bold.ttf", 700))]
    )
    folder = layouts.TEMPLATES / "recognition.html"
    playwright = sync_playwright().start()
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    browser = playwright.chromium.launch(executable_path=executable(), args=arguments)
    tab = browser.new_page()
    tab.goto(folder.as_uri())  # a page of our folder may load our faces

    def work(index: int) -> bytes:
        one = record(index)
        html = html_of(one, drawing.qr(one.verify_url))
        tab.set_content(html.replace("</head>", f"<style>{faces_css}{CSS}</style></head>"))
        return tab.pdf(prefer_css_page_size=True, print_background=True, tagged=True)

    return work
