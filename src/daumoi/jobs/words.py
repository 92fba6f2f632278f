"""What a job is called on its page. Each room names its own, beside the handler."""

NAMES: dict[str, str] = {}


def call(**names: str) -> None:
    """Name jobs: `call(files_render="Dựng trang tệp")`; the first underscore stands for the dot."""
    NAMES.update({name.replace("_", ".", 1): words for name, words in names.items()})


def name_of(job: str) -> str:
    return NAMES.get(job, job)
