"""Sites through the API."""

from tests.factories.enterprises import enterprise, mall, site_form


def body(**changes):
    return site_form(**changes).model_dump(mode="json")


async def test_added_read_and_corrected(start):
    member = await enterprise()
    program, owner = await start(member), member.grants[0].enterprise_id
    made = await program.post(f"/enterprises/{owner}/sites", body(name="甲秀购物中心"))
    assert program.status == 201
    assert program.headers["Location"] == f"/api/v1/sites/{made['id']}"
    site = await program.get(f"/sites/{made['id']}")
    assert (site["name"], site["building_area_m2"], site["area_class"]) == ("甲秀购物中心", "120000.00", "large")
    assert site["opened_on"] == "2015-05-01"
    answer = await program.put(f"/sites/{made['id']}", body(name="甲秀广场") | {"revision": site["revision"]})
    assert (program.status, answer) == (200, {"revision": site["revision"] + 1})
    rows = await program.get(f"/enterprises/{owner}/sites")
    assert ([row["name"] for row in rows["items"]], rows["total"]) == (["甲秀广场"], 1)


async def test_a_correction_of_something_older_shows_what_is_stored(start):
    own = await mall(name="甲秀购物中心")
    program = await start(own.member)
    await program.put(f"/sites/{own.site_id}", body(name="甲秀广场") | {"revision": 1})
    problem = await program.put(f"/sites/{own.site_id}", body(name="甲秀商场") | {"revision": 1})
    assert (program.status, problem["code"]) == (409, "site-changed")
    assert (problem["stored"]["name"], problem["stored"]["building_area_m2"]) == ("甲秀广场", "120000.00")


async def test_every_fault_of_the_figures_at_once(start):
    member = await enterprise()
    program = await start(member)
    wrong = body() | {"building_area_m2": "0", "opened_on": "2999-01-01"}
    problem = await program.post(f"/enterprises/{member.grants[0].enterprise_id}/sites", wrong)
    assert program.status == 422
    assert {fault["field"] for fault in problem["errors"]} == {"building_area_m2", "opened_on"}


async def test_strangers_find_nothing(start, stranger, other_city, city):
    own = await mall()
    for program in (stranger, other_city):
        for path in (f"/sites/{own.site_id}", f"/enterprises/{own.enterprise_id}/sites"):
            assert (await program.get(path))["code"] == "not-found"
            assert program.status == 404
    await stranger.post(f"/enterprises/{own.enterprise_id}/sites", body())
    assert stranger.status == 404
    assert (await city.get(f"/sites/{own.site_id}"))["id"] == str(own.site_id)
