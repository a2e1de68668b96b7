"""The application as it is handed to the server."""

from registry.app import FORM_BYTES, create_app
from registry.web import keys
from registry.web.routing import all_routes


def test_every_address_of_the_table_is_served(settings):
    app = create_app(settings)
    served = {(route.method, route.resource.canonical) for route in app.router.routes() if route.resource}
    assert {(route.method, route.path) for route in all_routes()} <= served
    assert app[keys.SETTINGS] is settings


def test_forms_are_limited_and_proxies_only_trusted_when_told(settings):
    plain = create_app(settings)
    proxied = create_app(settings.model_copy(update={"trusted_proxies": 1}))
    assert plain._client_max_size == FORM_BYTES
    assert len(proxied.middlewares) == len(plain.middlewares) + 1
