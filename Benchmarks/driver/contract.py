"""What every server under measurement must answer, before its speed means anything."""

import random
import re
import threading
from urllib.parse import urlsplit

from .seed import STRINGS, new_contact

FIELDS = ("id", *STRINGS, "viewed", "viewed_at", "created_at", "updated_at")
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


def need(condition, server, what, seen=None):
    if not condition:
        raise SystemExit(f"{server.name}: {what}" + ("" if seen is None else f"; got {seen!r}"[:600]))


def check_contact(server, contact):
    need(isinstance(contact, dict) and set(contact) == set(FIELDS), server, "contact fields", contact)
    need(type(contact["id"]) is int and type(contact["viewed"]) is bool, server, "types", contact)
    need(all(type(contact[name]) is str for name in STRINGS), server, "strings", contact)
    need(contact["viewed"] == (contact["viewed_at"] is not None), server, "viewed_at", contact)
    for name in ("created_at", "updated_at", "viewed_at"):
        need(contact[name] is None or STAMP.fullmatch(contact[name]), server, name, contact)


def check_contract(server):
    contact = check_create(server)
    path = f"/api/contacts/{contact['id']}"
    check_access(server, path)
    check_list(server, contact)
    first = check_read(server, path)
    check_update(server, path, first)


def check_create(server):
    new = {**new_contact(random.Random(7), 7),
           "first_name": "نگار‌سادات", "message": "<b>&\"\\ سلام 🌷"}
    status, contact = server.call("POST", "/api/contacts", new, token=None)
    need(status == 201, server, "POST gives 201", (status, contact))
    check_contact(server, contact)
    need(all(contact[name] == new[name] for name in STRINGS), server, "POST keeps the text", contact)
    need(not contact["viewed"], server, "a new contact is unread", contact)
    for bad in ({**new, "email": "not-an-email"}, {**new, "message": ""},
                {name: new[name] for name in STRINGS if name != "message"}):
        status, body = server.call("POST", "/api/contacts", bad, token=None)
        need(status in (400, 422), server, "an invalid POST is refused", (status, body))
    status, body = server.call("POST", "/api/contacts", raw=b"{", token=None)
    need(status in (400, 422), server, "broken JSON is refused", (status, body))
    return contact


def check_access(server, path):
    for method, target, body in (("GET", "/api/contacts", None), ("GET", path, None),
                                 ("PATCH", path, {"subject": "x"})):
        status, _ = server.call(method, target, body, token=None)
        need(status == 401, server, f"{method} without a token gives 401", status)
        status, _ = server.call(method, target, body, token="f" * 40)
        need(status == 401, server, f"{method} with an unknown token gives 401", status)
        if server.weak_token:
            status, _ = server.call(method, target, body, token=server.weak_token)
            need(status == 403, server, f"{method} without the code gives 403", status)


def check_list(server, newest):
    status, page = server.call("GET", "/api/contacts?limit=50")
    need(status == 200 and set(page) == {"count", "next", "previous", "results"}, server, "list", page)
    need(page["results"][0] == newest, server, "newest first, still unread", page["results"][0])
    need(len(page["results"]) == 50 and page["next"] and page["previous"] is None, server, "page", page)


def check_read(server, path):
    status, first = server.call("GET", path)
    need(status == 200 and first["viewed"], server, "the first read marks it viewed", first)
    check_contact(server, first)
    need(server.call("GET", path)[1] == first, server, "the second read changes nothing")
    return first


def check_update(server, path, before):
    status, edited = server.call("PATCH", path, {"subject": "ویرایش", "mobile_number": ""})
    need(status == 200, server, "PATCH gives 200", (status, edited))
    check_contact(server, edited)
    expected = {**before, "subject": "ویرایش", "mobile_number": "", "updated_at": edited["updated_at"]}
    need(edited == expected, server, "PATCH changes the given fields only", edited)
    need(edited["updated_at"] > before["updated_at"], server, "updated_at moves", edited)
    need(server.call("GET", path)[1] == edited, server, "PATCH is stored")
    for bad in ({"email": "nope"}, {"message": ""}, {"message": None}, {"subject": "x" * 256}):
        status, body = server.call("PATCH", path, bad)
        need(status in (400, 422), server, f"PATCH {bad} is refused"[:80], (status, body))
    need(server.call("GET", path)[1] == edited, server, "a refused PATCH changes nothing")
    for method, body in (("GET", None), ("PATCH", {"subject": "x"})):
        status, _ = server.call(method, "/api/contacts/999999999", body)
        need(status == 404, server, f"{method} of nothing gives 404", status)


def local(url):
    """The path and query of an absolute URL."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def contacts(server):
    """Walk all pages, checking their order and their number."""
    seen, path, before, web = 0, "/api/contacts?limit=50", None, server.connect()
    while path:
        status, page = server.call("GET", path, connection=web)
        need(status == 200 and page["results"], server, "page of the list", page)
        check_contact(server, page["results"][0])
        for contact in page["results"]:
            order = (contact["created_at"], contact["id"])
            need(before is None or order < before, server, "newest first", contact)
            before = order
            seen += 1
            yield contact
        need(seen <= page["count"], server, "count", page["count"])
        path = page["next"] and local(page["next"])
    need(seen == page["count"], server, "the pages add up to count", seen)
    web.close()


def in_threads(server, calls, workers=8):
    """Make the calls over a few connections; stop at the first that is not 2xx."""
    wrong = []

    def work(part):
        web = server.connect()
        for method, path, body in part:
            if wrong:
                break
            try:
                status, answer = server.call(method, path, body, connection=web)
            except Exception as error:  # a thread's own would be lost
                status, answer = 0, repr(error)
            if not 200 <= status < 300:
                wrong.append((method, path, status, answer))
        web.close()

    threads = [threading.Thread(target=work, args=(calls[i::workers],)) for i in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    need(not wrong, server, "preparing requests", wrong[:1])
