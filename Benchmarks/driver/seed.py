"""The contacts of a run, and how they get into the peers' databases."""

import random
import sqlite3
from datetime import datetime, timedelta, timezone
from pathlib import Path

SCHEMA = Path(__file__).resolve().parent.parent / "peers/schema"
STRINGS = ("first_name", "last_name", "email", "mobile_number", "subject", "message")
TOKEN = "5f1c0e6a9b2d47788a3e1d90c4b7f2561e8d03aa"
WEAK_TOKEN = "0d9e8c7b6a5f4e3d2c1b0a99887766554433221f"

FIRST = ["علی", "زهرا", "محمد", "فاطمه", "رضا", "مریم", "حسین", "نرگس", "امیر", "سارا",
         "Anna", "Daniel", "Kian", "Leila", "Omid", "Tara"]
LAST = ["احمدی", "حسینی", "رضایی", "کریمی", "موسوی", "جعفری", "صادقی", "قاسمی", "نوری",
        "شریفی", "Novak", "Rahimi", "Smith", "Karimi", "Tehrani", "Weber"]
SUBJECTS = ["پرسش درباره سفارش", "مشکل در پرداخت", "پیشنهاد همکاری", "گزارش خطا",
            "Question about delivery", "Refund request", "Cooperation offer"]
SENTENCES = ["لطفاً وضعیت سفارش من را بررسی کنید.", "از پشتیبانی شما سپاسگزارم.",
             "هنوز پاسخی دریافت نکرده‌ام.", "The parcel has not arrived yet.",
             "Please call me in the afternoon."]


def new_contact(rng, number):
    return {
        "first_name": rng.choice(FIRST),
        "last_name": rng.choice(LAST),
        "email": f"person{number}@example.com",
        "mobile_number": f"+98912{number % 10_000_000:07d}",
        "subject": rng.choice(SUBJECTS),
        "message": " ".join(rng.choices(SENTENCES, k=4)),
    }


def make_contacts(count):
    """The same contacts each time, ten minutes apart, oldest first."""
    rng = random.Random(4003)
    start = datetime(2024, 1, 1, tzinfo=timezone.utc)
    contacts = []
    for number in range(1, count + 1):
        moment = start + timedelta(seconds=600 * number, microseconds=rng.randrange(10**6))
        contact = new_contact(rng, number)
        contact["created_at"] = moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        contacts.append(contact)
    return contacts


def make_seed(count):
    users = [
        {"id": 1, "username": "staff", "is_staff": True, "is_admin": False,
         "codes": [4001, 4002, 4003], "token": TOKEN},
        {"id": 2, "username": "weak", "is_staff": True, "is_admin": False,
         "codes": [], "token": WEAK_TOKEN},
    ]
    return {"users": users, "contacts": make_contacts(count)}


def tables(seed):
    users = [(u["id"], u["username"], True, u["is_staff"], u["is_admin"]) for u in seed["users"]]
    tokens = [(u["token"], u["id"]) for u in seed["users"]]
    codes = [(u["id"], code) for u in seed["users"] for code in u["codes"]]
    contacts = [(*(c[name] for name in STRINGS), c["created_at"], c["created_at"])
                for c in seed["contacts"]]
    columns = ", ".join((*STRINGS, "created_at", "updated_at"))
    return (("users (id, username, is_active, is_staff, is_admin)", users),
            ("tokens (key, user_id)", tokens),
            ("user_permissions (user_id, code)", codes),
            (f"contacts ({columns})", contacts))


def seed_sqlite(path, seed):
    db = sqlite3.connect(path)
    with db:
        db.executescript("PRAGMA journal_mode=WAL;" + (SCHEMA / "sqlite.sql").read_text())
        for table, rows in tables(seed):
            marks = ", ".join("?" * len(rows[0]))
            db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    db.close()


def seed_postgres(cluster, database, seed):
    script = [(SCHEMA / "postgres.sql").read_text()]
    for table, rows in tables(seed):
        script.append(f"COPY {table} FROM STDIN;")
        script += ["\t".join(str(value) for value in row) for row in rows]
        script.append("\\.")
    cluster.psql(database, "\n".join(script) + "\nVACUUM ANALYZE;\n")
