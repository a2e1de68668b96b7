"""Evidence through the API: streamed in, taken back, handed out."""

import pytest

from registry.storage.models import StoredFile
from tests.factories import applications as factory
from tests.factories import stages


async def test_in_out_and_back(start):
    made = await factory.draft()
    program, path = await start(made.member), f"/applications/{made.id}/evidence"
    offered = await program.upload(path, factory.page(), "台账.pdf", criterion="X101", title="守法证明")
    assert program.status == 201
    assert program.headers["Location"] == f"/api/v1{path}/{offered['id']}"
    form = await program.get(f"/applications/{made.id}")
    (item,) = form["chapters"][0]["items"][0]["evidence"]
    assert (item["title"], item["name"], item["media_type"]) == ("守法证明", "台账.pdf", "application/pdf")
    assert await program.get(f"{path}/{offered['id']}") == factory.page()
    assert program.headers["Content-Type"] == "application/pdf"
    assert "attachment" in program.headers["Content-Disposition"]
    taken = await program.delete(f"{path}/{offered['id']}", criterion="X101")
    assert (program.status, taken["revision"]) == (200, offered["revision"] + 1)


@pytest.mark.parametrize(
    ("data", "filename", "criterion", "status", "code"),
    [
        (b"MZ\x90\x00" * 100, "台账.pdf", "X101", 422, None),
        (b"", "台账.pdf", "X101", 422, None),
        (None, "台账.pdf", "X999", 404, "not-found"),
    ],
)
async def test_what_cannot_be_evidence(start, *, data, filename, criterion, status, code):
    made = await factory.draft()
    program = await start(made.member)
    problem = await program.upload(
        f"/applications/{made.id}/evidence", factory.page() if data is None else data, filename, criterion=criterion
    )
    assert program.status == status
    assert code in {None, problem["code"]}


async def test_an_upload_without_a_file_says_so(start):
    made = await factory.draft()
    program = await start(made.member)
    response = await program.client.post(
        f"/api/v1/applications/{made.id}/evidence?criterion=X101",
        data=b'--x\r\nContent-Disposition: form-data; name="note"\r\n\r\nno file\r\n--x--\r\n',
        headers={"Authorization": f"Bearer {program.secret}", "Content-Type": "multipart/form-data; boundary=x"},
    )
    problem = await program._keep(response)
    assert (program.status, problem["errors"][0]["field"]) == (422, "file")


async def test_a_stranger_leaves_no_file_behind(start, stranger, city):
    made = await factory.draft()
    for program in (stranger, city):
        await program.upload(f"/applications/{made.id}/evidence", factory.page(), "台账.pdf", criterion="X101")
        assert program.status == 404
    assert await StoredFile.all().count() == 0


async def test_officials_read_what_was_handed_in(start, city, other_city, stranger):
    made = await stages.in_review()
    form = await city.get(f"/applications/{made.id}")
    file_id = next(file["file_id"] for part in form["chapters"] for item in part["items"] for file in item["evidence"])
    path = f"/applications/{made.id}/evidence/{file_id}"
    for program in (city, await start(made.reviewer), await start(made.member)):
        assert await program.get(path) == factory.page()
    for program in (other_city, stranger):
        await program.get(path)
        assert program.status == 404
