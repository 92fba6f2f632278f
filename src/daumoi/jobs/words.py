"""What a job is called on its page; each handler says its own (see queue.job)."""

NAMES: dict[str, str] = {}
OTHER = "Việc của một bản chương trình khác"


def name_of(job: str) -> str:
    return NAMES.get(job, OTHER)
