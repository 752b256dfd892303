from core.principal import Role
from tests.people.make import make_staff


async def test_the_application_says_that_it_lives_and_is_ready(api):
    assert await api.get("/healthz") == (200, {"status": "ok"})
    assert await api.get("/readyz") == (200, {"status": "ready"})


async def test_an_unknown_address_of_the_interface_is_answered_with_a_code(api):
    status, problem = await api.get("/api/nothing")
    assert (status, problem["code"]) == (404, "request.unknown_address")


async def test_every_answer_forbids_foreign_scripts_and_frames(api):
    async with api.client.get("/healthz") as response:
        policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


async def test_jobs_that_were_given_up_are_shown_to_the_administrator_only(api, units):
    async with units.write() as uow:
        administrator = await make_staff(uow, Role.ADMINISTRATOR)
        coordinator = await make_staff(uow, Role.COORDINATOR)
    assert await api.as_(administrator).get("/api/dead-jobs") == (200, {"jobs": []})
    assert (await api.as_(coordinator).get("/api/dead-jobs"))[0] == 403


async def test_the_jobs_that_wait_are_counted_for_who_watches_the_server(api, units):
    async with units.write() as uow:
        uow.enqueue("somewhere.else", {}, key="one")
    async with api.client.get("/metrics") as response:
        assert 'hagukumi_outbox_jobs{state="waiting"} 1.0' in await response.text()


async def test_what_is_counted_is_not_shown_through_a_proxy(api):
    for header in ("X-Forwarded-For", "Forwarded"):
        async with api.client.get("/metrics", headers={header: "127.0.0.1"}) as response:
            assert response.status == 404, header
            assert "hagukumi" not in await response.text()
