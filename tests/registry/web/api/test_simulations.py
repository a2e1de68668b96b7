"""Simulations through the API: asked once per token, read by province and auditor, nobody else's."""

from registry.simulations.models import Simulation
from tests.factories import applications as make
from tests.factories.simulations import finish, stop, token

ASKED = {"scheme": "green-mall", "edition": "2018-03-01", "place_code": "520000"}


async def test_asked_watched_and_read(province, auditor):
    await make.submitted(name="甲秀购物中心")
    asked = ASKED | {"token": token()}
    made = await province.post("/simulations", asked)
    assert province.status == 201
    assert await province.post("/simulations", asked) == made
    here = f"/simulations/{made['id']}"
    found = await province.get(here)
    assert (found["row"]["state"], found["row"]["done"], found["row"]["total"]) == ("running", 0, 1)
    await finish(made["id"])
    for reader in (province, auditor):
        found = await reader.get(here)
        assert found["row"]["state"] == "done"
        assert found["whole"]["counts"] == {
            "submissions": 1, "before": 1, "after": 0, "falls": 0, "rises": 0, "open": 1, "grade": 0
        }  # fmt: skip
        assert [city["name"]["en"] for city in found["cities"]] == ["Guiyang"]
        assert found["former"] == {"2021-05-25": 1}
        (move,) = (await reader.get(f"{here}/moves"))["items"]
        assert (move["site_name"], move["kind"], move["before"]["passed"]) == ("甲秀购物中心", "open", True)
        assert {cause["kind"] for cause in move["causes"]} == {"unknown"}
        assert (await reader.get(f"{here}/moves", kind="falls"))["total"] == 0
        assert (await reader.get(f"{here}/moves", place="520300"))["total"] == 0
        assert (await reader.get("/simulations"))["items"][0]["id"] == made["id"]
        assert (await reader.get(f"{here}.xlsx"))[:2] == b"PK"


async def test_refused(province, city, auditor, anybody):
    for program, status in ((city, 404), (auditor, 404), (anybody, 401)):
        await program.post("/simulations", ASKED | {"token": token()})
        assert program.status == status
    await province.post("/simulations", ASKED | {"token": token(), "place_code": "510000"})
    assert province.status == 404
    problem = await province.post("/simulations", ASKED | {"token": "short"})
    assert (province.status, problem["code"]) == (422, "simulation-token")
    await province.post("/simulations", {"place_code": "520000", "token": token()})
    assert province.status == 422
    assert await Simulation.all().count() == 0


async def test_given_up(province, city):
    made = await province.post("/simulations", ASKED | {"token": token()})
    await city.post(f"/simulations/{made['id']}/cancel")
    assert city.status == 404
    await province.post(f"/simulations/{made['id']}/cancel")
    assert province.status == 204
    assert (await province.post(f"/simulations/{made['id']}/cancel"))["code"] == "simulation-over"


async def test_what_stopped_says_why_and_is_tried_again(province, auditor, city):
    await make.submitted()
    made = await province.post("/simulations", ASKED | {"token": token()})
    here = f"/simulations/{made['id']}"
    assert (await province.post(f"{here}/retry"))["code"] == "simulation-not-stopped"
    await stop()
    row = (await auditor.get(here))["row"]
    assert (row["state"], row["stopped"]["attempts"]) == ("stopped", 8)
    assert row["stopped"]["error"] == "OperationalError at client.py:12"
    assert (await auditor.get("/simulations"))["items"][0]["state"] == "stopped"
    for program in (auditor, city):
        await program.post(f"{here}/retry")
        assert program.status == 404
    await province.post(f"{here}/retry")
    assert province.status == 204
    row = (await province.get(here))["row"]
    assert (row["state"], row["stopped"]) == ("running", None)
