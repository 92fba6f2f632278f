"""Where `./daumoi` arrives once its environment is ready."""

import os
import sys
import traceback
from collections.abc import Sequence

from daumoi.cli import (
    backup,
    bench,
    create_admin,
    demo,
    extract,
    import_,
    manage,
    packets,
    restore,
    search,
    stats,
    test,
    up,
    verify,
    web,
    worker,
)
from daumoi.cli.machinery import frame
from daumoi.core.errors import Refusal

COMMANDS = (
    *(demo, up, test, import_, search, extract, stats, verify, bench, backup, restore, create_admin, packets),
    *(web, worker, manage),
)


def main(arguments: Sequence[str]) -> int:
    args = frame.build(COMMANDS).parse_args(arguments)
    try:
        status: int = args.run(args)
    except frame.Complaint as complaint:
        frame.tell(str(complaint))
        return complaint.status
    except Refusal as refusal:
        for sentence in (*refusal.reasons, refusal.kept, refusal.advice):
            if sentence:
                frame.tell(sentence)
        return frame.PROBLEM
    except KeyboardInterrupt:
        frame.tell("\nĐã dừng theo yêu cầu.")
        return frame.INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has seen enough; Python must not complain while it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return frame.OK
    except OSError as error:
        frame.tell(f"Không dùng được {error.filename or 'tệp'}: {error.strerror}.")
        return frame.PROBLEM
    except Exception:
        traceback.print_exc()
        frame.tell("Chương trình gặp lỗi ngoài dự kiến (chi tiết ở trên). Xin gửi những dòng ấy cho người hỗ trợ.")
        return frame.PROBLEM
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
