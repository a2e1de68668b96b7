"""The start page."""


async def test_in_chinese_without_a_cookie(browser):
    response = await browser.get("/")
    assert response.status == 200
    assert response.headers["Content-Language"] == "zh-CN"
    assert "Set-Cookie" not in response.headers
    assert browser.title == "首页 – 绿册"
    assert '<html lang="zh-CN"' in browser.html


async def test_in_english_all_links_keep_the_language(browser):
    await browser.get("/?lang=en")
    assert browser.title == "Start – Lvce"
    assert '<html lang="en"' in browser.html
    assert 'href="/verify?lang=en"' in browser.html
    assert 'href="/?lang=zh-CN"' in browser.html
