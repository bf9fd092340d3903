"""What schemathesis must know of Letterbox that no OpenAPI document can say.

A run must not lock itself out, made-up preconditions must not hide the rest of a request, and an answer
may be right that depends on what is stored. Every exception names the answer it excuses; all other
answers stay failures.
"""

import os

import schemathesis
from schemathesis.core.failures import Failure
from schemathesis.core.parameters import ParameterLocation

CALLER = {
    "/api/staff/": (os.environ["LETTERBOX_CHECK_STAFF"], os.environ["LETTERBOX_CHECK_SPARE_STAFF"]),
    "/api/keys/": (os.environ["LETTERBOX_CHECK_KEY"], os.environ["LETTERBOX_CHECK_SPARE_KEY"]),
}


@schemathesis.hook
def before_call(ctx, case, kwargs):
    spare_the_caller(case)
    thin_out(case, ParameterLocation.HEADER, case.headers, "If-Match")
    thin_out(case, ParameterLocation.QUERY, case.query, "cursor")
    # A number that a link puts into a header would stop the tool itself.
    for name, value in list((case.headers or {}).items()):
        if not isinstance(value, (str, bytes)):
            case.headers[name] = str(value)


def spare_the_caller(case):
    """A change of the caller's own account or key goes to the spare admin's instead."""
    if case.method.upper() in ("GET", "HEAD", "OPTIONS"):
        return
    for prefix, (own, spare) in CALLER.items():
        if case.path.startswith(prefix) and same_number((case.path_parameters or {}).get("id"), own):
            case.path_parameters["id"] = int(spare)


def thin_out(case, location, parameters, name):
    """Made-up values of these are always refused; without half of them, the rest of the request counts too."""
    if case.meta is not None and case.meta.is_negative_at(location):
        return
    if parameters and name in parameters and len(str(parameters[name])) % 2 == 0:
        del parameters[name]


def same_number(value, number: str) -> bool:
    try:
        return int(str(value)) == int(number)
    except ValueError:
        return False


@schemathesis.hook
def filter_failure(ctx, failure: Failure, case, response) -> bool:
    """False drops the failure."""
    kind = type(failure).__name__
    if kind == "RejectedPositiveData":
        return not depends_on_what_is_stored(response)
    if kind == "AcceptedNegativeData":
        return not has_space_around(case.body)
    if kind == "UseAfterFree":
        return not is_deactivated_staff(case, response)
    return True


# Refusals of well-formed requests that depend on what is stored, on the clock, or on an earlier answer.
PROBLEMS = {
    "/problems/precondition-failed",  # If-Match names another state of the contact
    "/problems/idempotency-key-reused",  # the key came before, with other fields
}
# Where it is invalid fields or parameters, each message has to be one of these.
MESSAGES = {
    "This field must be unique.",  # somebody has this email
    "Give an email or a mobile number, so that somebody can answer.",  # an update took the last one away
    "This time is past.",  # a key that would have expired before it is made
}
# Fields that name something the server gave out.
FIELDS = {
    "cursor",  # a place in a list, from an earlier page
    "staff",  # the owner of a new key
}


def depends_on_what_is_stored(response) -> bool:
    problem = body(response)
    if problem.get("type") in PROBLEMS:
        return True
    errors = problem.get("errors", {})
    return bool(errors) and all(field in FIELDS or MESSAGES.issuperset(messages) for field, messages in errors.items())


def has_space_around(fields) -> bool:
    """Limits count what is left of a text without the white space around it, which no JSON Schema can say."""
    return isinstance(fields, dict) and any(isinstance(text, str) and text != text.strip() for text in fields.values())


def is_deactivated_staff(case, response) -> bool:
    """DELETE of a member of staff deactivates; whoever reads it afterwards sees just that."""
    return case.path == "/api/staff/{id}" and body(response).get("active") is False


def body(response) -> dict:
    try:
        value = response.json()
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
