"""Triggers that make the database refuse to touch a row in a certain condition, on either engine."""

from collections.abc import Sequence

PLPGSQL = """CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {condition} THEN RAISE EXCEPTION '{message}'; END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;"""


def refuse_when(vendor: str, table: str, name: str, verbs: Sequence[str], condition: str, message: str) -> list[str]:
    """Refuse `verbs` on a row of `table` while `condition` holds.

    The condition is SQL over OLD (or NEW, for INSERT) that both engines read.
    """
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {name}_{verb.lower()} BEFORE {verb} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END;"
            for verb in verbs
        ]
    return [
        PLPGSQL.format(name=name, condition=condition, message=message),
        f"CREATE TRIGGER {name} BEFORE {' OR '.join(verbs)} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();",
    ]


def allow_again(vendor: str, table: str, name: str, verbs: Sequence[str]) -> list[str]:
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}_{verb.lower()};" for verb in verbs]
    return [f"DROP TRIGGER IF EXISTS {name} ON {table};", f"DROP FUNCTION IF EXISTS {name}();"]
