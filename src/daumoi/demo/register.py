"""The register of the closed term 2015-2020: 1.388 invented papers, the same at every start.

Subjects are put together from word lists written for this purpose, in the
manner of such registers; numbers run per type from 1, dates go up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, product

TERM_NAME = "2015-2020"
FIRST, LAST = date(2015, 10, 20), date(2020, 10, 14)
COUNTS = {"nghi-quyet": 11, "chuong-trinh": 7, "chi-thi": 43, "thong-bao": 245, "ket-luan": 915, "ke-hoach": 167}
ABBREVIATIONS = {
    "nghi-quyet": "NQ",
    "chuong-trinh": "CTr",
    "chi-thi": "CT",
    "thong-bao": "TB",
    "ket-luan": "KL",
    "ke-hoach": "KH",
}
NAMES = {
    "nghi-quyet": "Nghị quyết",
    "chuong-trinh": "Chương trình hành động",
    "chi-thi": "Chỉ thị",
    "thong-bao": "Thông báo",
    "ket-luan": "Kết luận",
    "ke-hoach": "Kế hoạch",
}
SIGNERS = [("Vương Đình Khải", "Bí thư"), ("Thái Bá Lộc", "Phó Bí thư Thường trực"), ("Ninh Thị Ánh", "Phó Bí thư")]

FIELDS = [
    "phát triển nông nghiệp ứng dụng công nghệ cao",
    "xây dựng nông thôn mới",
    "cải cách hành chính",
    "bảo vệ và phát triển rừng",
    "phát triển du lịch biển và hải đảo",
    "quản lý đất đai, tài nguyên khoáng sản",
    "giảm nghèo bền vững",
    "đào tạo nghề và giải quyết việc làm",
    "nâng cao chất lượng khám bệnh, chữa bệnh",
    "đổi mới giáo dục phổ thông",
    "thu hút đầu tư vào các khu công nghiệp",
    "phòng, chống thiên tai và tìm kiếm cứu nạn",
    "bảo đảm trật tự an toàn giao thông",
    "phòng, chống tham nhũng, lãng phí",
    "xây dựng tổ chức cơ sở đảng trong sạch, vững mạnh",
    "công tác dân vận của hệ thống chính trị",
    "bảo tồn và phát huy di sản văn hoá",
    "phát triển kinh tế tập thể, hợp tác xã",
    "quản lý và bảo vệ nguồn nước",
    "phát triển hạ tầng giao thông liên vùng",
    "chăm sóc người có công với cách mạng",
    "công tác bảo vệ bí mật nhà nước",
    "phát triển đảng viên trong doanh nghiệp",
    "xử lý rác thải sinh hoạt",
    "phòng, chống ma tuý và tội phạm",
]
PLACES = [
    "huyện Tân Lập", "huyện Phước Long", "thị xã Bến Đá", "thành phố An Bình", "huyện Hoà Thuận",
    "huyện Đông Khê", "huyện Sơn Mỹ", "huyện đảo Hòn Ngọc", "huyện Bình Minh",
]  # fmt: skip
PROJECTS = [
    "tuyến đường ven biển đoạn qua", "cụm công nghiệp phía nam", "hồ chứa nước đầu nguồn tại", "khu dân cư mới tại",
    "bệnh viện đa khoa khu vực", "trung tâm văn hoá, thể thao", "cầu vượt sông tại", "khu tái định cư tại",
    "nhà máy xử lý nước thải", "chợ đầu mối nông sản", "trường dân tộc nội trú", "bến cảng tổng hợp",
]  # fmt: skip
BOARDS = [
    "Ban Tổ chức Tỉnh uỷ", "Uỷ ban Kiểm tra Tỉnh uỷ", "Ban Tuyên giáo Tỉnh uỷ", "Ban Dân vận Tỉnh uỷ",
    "Ban Nội chính Tỉnh uỷ", "Ban cán sự đảng Uỷ ban nhân dân tỉnh", "Đảng đoàn Hội đồng nhân dân tỉnh",
    "Đảng uỷ Quân sự tỉnh", "Đảng uỷ Công an tỉnh",
]  # fmt: skip
REVIEWS = ["sơ kết giữa nhiệm kỳ", "tổng kết 5 năm", "kết quả một năm", "kết quả hai năm", "tình hình, kết quả"]


@dataclass(frozen=True)
class Row:
    """One paper of the register."""

    type_code: str
    number: int
    notation: str
    issued_on: date
    subject: str
    signer: str
    position: str


def rows() -> list[Row]:
    """All papers of the closed term, by date."""
    found = [row for code, count in COUNTS.items() for row in _of_type(code, count)]
    return sorted(found, key=lambda row: (row.issued_on, row.type_code, row.number))


def _of_type(code: str, count: int) -> Iterator[Row]:
    subjects = list(islice(dict.fromkeys(SUBJECTS[code]()), count))
    if len(subjects) != count:
        raise AssertionError(f"{code}: {len(subjects)} subjects for {count} papers")
    span = (LAST - FIRST).days
    for place, subject in enumerate(subjects):
        day = FIRST + timedelta(days=round(place * span / max(1, count - 1)))
        # A committee does not issue on Sunday.
        day -= timedelta(days=1 if day.weekday() == 6 and day > FIRST else 0)
        signer, position = SIGNERS[(place * 7 + len(code)) % len(SIGNERS)]
        yield Row(code, place + 1, f"{place + 1:02d}-{ABBREVIATIONS[code]}/TU", day, subject, signer, position)


def _resolutions() -> Iterator[str]:
    for field in FIELDS:
        yield f"về {field} đến năm 2020, định hướng đến năm 2030"


def _action_programmes() -> Iterator[str]:
    for field in FIELDS[3:]:
        yield f"thực hiện Nghị quyết của Trung ương về {field}"


def _directives() -> Iterator[str]:
    for verb, field in product(("tăng cường sự lãnh đạo của Đảng đối với công tác", "đẩy mạnh công tác"), FIELDS):
        yield f"về {verb} {field}"


def _notices() -> Iterator[str]:
    for month in _months():
        yield f"kết luận của Thường trực Tỉnh uỷ tại cuộc giao ban {month}"
        yield f"chương trình công tác {month} của Ban Thường vụ Tỉnh uỷ"
    for place, field in product(PLACES, FIELDS):
        yield f"kết luận của Thường trực Tỉnh uỷ tại buổi làm việc với Ban Thường vụ cấp uỷ {place} về {field}"


def _conclusions() -> Iterator[str]:
    for month in _months():
        yield f"của Ban Thường vụ Tỉnh uỷ về tình hình kinh tế - xã hội, an ninh {month} và nhiệm vụ tiếp theo"
    for project, place in product(PROJECTS, PLACES):
        yield f"của Ban Thường vụ Tỉnh uỷ về chủ trương đầu tư {project} {place}"
    for board, field in product(BOARDS, FIELDS):
        yield f"của Ban Thường vụ Tỉnh uỷ về đề nghị của {board} liên quan đến {field}"
    for review, field, place in product(REVIEWS, FIELDS, PLACES):
        yield f"của Ban Thường vụ Tỉnh uỷ về {review} thực hiện nhiệm vụ {field} trên địa bàn {place}"


def _plans() -> Iterator[str]:
    for year in range(2016, 2021):
        yield f"kiểm tra, giám sát năm {year} của Ban Thường vụ Tỉnh uỷ"
        yield f"tổ chức kỷ niệm các ngày lễ lớn năm {year}"
    for verb, field in product(
        ("thực hiện Chỉ thị của Ban Bí thư về", "tổng kết Nghị quyết của Tỉnh uỷ về", "khảo sát tình hình"), FIELDS
    ):
        yield f"{verb} {field}"
    for place, field in product(PLACES, FIELDS):
        yield f"làm việc với Ban Thường vụ cấp uỷ {place} về {field}"


def _months() -> Iterator[str]:
    day = date(2015, 11, 1)
    while day < date(2020, 10, 1):
        yield f"tháng {day.month}/{day.year}"
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)


SUBJECTS = {
    "nghi-quyet": _resolutions,
    "chuong-trinh": _action_programmes,
    "chi-thi": _directives,
    "thong-bao": _notices,
    "ket-luan": _conclusions,
    "ke-hoach": _plans,
}
