"""The invented province: its bodies, its people, its correspondents. Every name here is made up."""

from dataclasses import dataclass

MARK = "(minh hoạ)"


@dataclass(frozen=True)
class BodyPlan:
    """A body of the demonstration: a short key to speak of it, and what is entered."""

    key: str
    name: str
    kind: str
    code: str
    parent: str = ""
    office: str = ""
    place: str = "An Bình"
    is_here: bool = True
    party_code: str = ""


BODIES = [
    BodyPlan("tu", f"Tỉnh uỷ An Bình {MARK}", "province", "TU", office="vptu", party_code="A99"),
    BodyPlan("vptu", "Văn phòng Tỉnh uỷ An Bình", "office", "VPTU", "tu", party_code="A99.01"),
    BodyPlan("btc", "Ban Tổ chức Tỉnh uỷ An Bình", "advisory", "BTCTU", "tu", party_code="A99.02"),
    BodyPlan("ubkt", "Uỷ ban Kiểm tra Tỉnh uỷ An Bình", "inspection", "UBKTTU", "tu", party_code="A99.03"),
    BodyPlan("btgdv", "Ban Tuyên giáo và Dân vận Tỉnh uỷ An Bình", "advisory", "BTGDVTU", "tu", party_code="A99.04"),
    BodyPlan("bnc", "Ban Nội chính Tỉnh uỷ An Bình", "advisory", "BNCTU", "tu", party_code="A99.05"),
    # Twelve attached committees.
    BodyPlan("ubnd", "Đảng uỷ Uỷ ban nhân dân tỉnh An Bình", "party_body", "ĐU", "tu", party_code="A99.11"),
    BodyPlan(
        "ccq", "Đảng uỷ các cơ quan Đảng tỉnh An Bình", "party_body", "ĐU", "tu", party_code="A99.12", is_here=False
    ),
    BodyPlan("quansu", "Đảng uỷ Quân sự tỉnh An Bình", "party_body", "ĐU", "tu", party_code="A99.13", is_here=False),
    BodyPlan("congan", "Đảng uỷ Công an tỉnh An Bình", "party_body", "ĐU", "tu", party_code="A99.14", is_here=False),
    BodyPlan("tanlap", "Đảng uỷ xã Tân Lập", "commune", "ĐU", "tu", place="Tân Lập", party_code="A99.21"),
    BodyPlan("benda", "Đảng uỷ phường Bến Đá", "commune", "ĐU", "tu", place="Bến Đá", party_code="A99.22"),
    BodyPlan(
        "hoathuan", "Đảng uỷ xã Hoà Thuận", "commune", "ĐU", "tu", place="Hoà Thuận", party_code="A99.23", is_here=False
    ),
    BodyPlan(
        "phuoclong",
        "Đảng uỷ xã Phước Long",
        "commune",
        "ĐU",
        "tu",
        place="Phước Long",
        party_code="A99.24",
        is_here=False,
    ),
    BodyPlan(
        "dongkhe", "Đảng uỷ xã Đông Khê", "commune", "ĐU", "tu", place="Đông Khê", party_code="A99.25", is_here=False
    ),
    BodyPlan("sonmy", "Đảng uỷ xã Sơn Mỹ", "commune", "ĐU", "tu", place="Sơn Mỹ", party_code="A99.26", is_here=False),
    BodyPlan(
        "binhminh",
        "Đảng uỷ phường Bình Minh",
        "commune",
        "ĐU",
        "tu",
        place="Bình Minh",
        party_code="A99.27",
        is_here=False,
    ),
    BodyPlan(
        "haidao",
        "Đảng uỷ đặc khu Hòn Ngọc",
        "commune",
        "ĐU",
        "tu",
        place="Hòn Ngọc",
        party_code="A99.28",
        is_here=False,
    ),
    # Correspondents.
    BodyPlan("vptw", "Văn phòng Trung ương Đảng", "central", "VPTW", is_here=False, place="Hà Nội"),
    BodyPlan("bbt", "Ban Bí thư Trung ương Đảng", "central", "TW", is_here=False, place="Hà Nội"),
    BodyPlan("btctw", "Ban Tổ chức Trung ương", "central", "BTCTW", is_here=False, place="Hà Nội"),
    BodyPlan("ubndtinh", "Uỷ ban nhân dân tỉnh An Bình", "state", "UBND", is_here=False),
    BodyPlan("sonv", "Sở Nội vụ tỉnh An Bình", "state", "SNV", is_here=False),
    BodyPlan("mttq", "Uỷ ban Mặt trận Tổ quốc Việt Nam tỉnh An Bình", "mass_org", "MTTQ-BTT", is_here=False),
    BodyPlan("tinhdoan", "Tỉnh đoàn An Bình", "mass_org", "TĐTN", is_here=False),
]

UNITS = {
    "vptu": [
        "Phòng Tổng hợp",
        "Phòng Hành chính, lưu trữ",
        "Phòng Cơ yếu – Công nghệ thông tin",
        "Phòng Tài chính đảng",
    ],
    "btc": ["Phòng Tổ chức đảng, đảng viên", "Phòng Cán bộ"],
    "tanlap": ["Văn phòng Đảng uỷ xã"],
}


@dataclass(frozen=True)
class Post:
    """A duty held by an invented person. `assists` is the login of the person assisted."""

    login: str
    name: str
    body: str
    duty: str
    position: str
    rank: str = "staff"
    unit: str = ""
    assists: str = ""


POSTS = [
    Post("bithu", "Hoàng Minh Quang", "tu", "leader", "Bí thư", "head"),
    Post("thanh", "Nguyễn Văn Thành", "tu", "leader", "Phó Bí thư Thường trực", "deputy"),
    Post("mai", "Trần Thị Mai", "tu", "leader", "Phó Bí thư", "deputy"),
    Post("son", "Lê Hồng Sơn", "vptu", "chief", "Chánh Văn phòng", "head"),
    Post("huy", "Phan Quốc Huy", "vptu", "deputy_chief", "Phó Chánh Văn phòng", "deputy"),
    Post("yen", "Ngô Hải Yến", "vptu", "deputy_chief", "Phó Chánh Văn phòng", "deputy"),
    Post("thu", "Đinh Anh Thư", "vptu", "assistant", "Thư ký Chánh Văn phòng", unit="Phòng Tổng hợp", assists="son"),
    Post("minh", "Trần Văn Minh", "vptu", "unit_head", "Trưởng phòng Tổng hợp", unit="Phòng Tổng hợp"),
    Post("lan", "Đỗ Thị Lan", "vptu", "specialist", "Chuyên viên", unit="Phòng Tổng hợp"),
    Post("khoa", "Võ Đăng Khoa", "vptu", "specialist", "Chuyên viên", unit="Phòng Tổng hợp"),
    Post("truong", "Mạc Xuân Trường", "vptu", "reviewer", "Chuyên viên chính, thẩm định", unit="Phòng Tổng hợp"),
    Post(
        "hong", "Lý Thu Hồng", "vptu", "unit_head", "Trưởng phòng Hành chính, lưu trữ", unit="Phòng Hành chính, lưu trữ"
    ),
    Post("ha", "Phạm Thu Hà", "vptu", "clerk", "Văn thư", unit="Phòng Hành chính, lưu trữ"),
    Post("nga", "Bùi Thanh Nga", "vptu", "clerk", "Văn thư", unit="Phòng Hành chính, lưu trữ"),
    Post("vinh", "Tạ Quang Vinh", "vptu", "archivist", "Lưu trữ viên", unit="Phòng Hành chính, lưu trữ"),
    Post("bao", "Trịnh Gia Bảo", "vptu", "unit_head", "Trưởng phòng Tài chính đảng", unit="Phòng Tài chính đảng"),
    Post(
        "tuan",
        "Vũ Anh Tuấn",
        "vptu",
        "unit_head",
        "Trưởng phòng Cơ yếu – Công nghệ thông tin",
        unit="Phòng Cơ yếu – Công nghệ thông tin",
    ),
    Post("quantri", "Cao Đức Thắng", "vptu", "admin", "Quản trị hệ thống", unit="Phòng Cơ yếu – Công nghệ thông tin"),
    Post("hoa", "Đặng Văn Hoà", "btc", "leader", "Trưởng ban", "head"),
    Post("phuc", "Lâm Gia Phúc", "btc", "specialist", "Chuyên viên", unit="Phòng Cán bộ"),
    Post("nhung", "Cù Hồng Nhung", "btc", "clerk", "Văn thư"),
    Post("dung", "Kiều Tiến Dũng", "ubkt", "leader", "Chủ nhiệm", "head"),
    Post("linh", "Chu Khánh Linh", "ubkt", "clerk", "Văn thư"),
    Post("nam", "Hồ Sĩ Nam", "ubnd", "clerk", "Văn thư"),
    Post("tri", "Bùi Minh Trí", "tanlap", "chief", "Chánh Văn phòng Đảng uỷ", "head", "Văn phòng Đảng uỷ xã"),
    Post("oanh", "Hồ Kim Oanh", "tanlap", "clerk", "Văn thư", unit="Văn phòng Đảng uỷ xã"),
    Post("phuong", "Đoàn Nhã Phương", "benda", "clerk", "Văn thư"),
]

# Printed at every start of the demonstration, which holds nothing real.
PASSWORD = "anbinh-minhhoa"

# Who holds a signing key.
SIGNERS = {"bithu", "thanh", "son", "huy", "tri"}

# Who to be in order to see what: printed by the command, and shown on the log-in page of the demonstration.
GUIDE = [
    ("ha", "văn thư: tiếp nhận, vào sổ, cấp số, phát hành"),
    ("son", "Chánh Văn phòng: cho bút phê, thẩm định cuối"),
    ("lan", "chuyên viên: nhận việc, soạn văn bản, báo cáo"),
    ("thanh", "Phó Bí thư: ký văn bản, xem trên điện thoại"),
    ("oanh", "văn thư xã Tân Lập: nhận văn bản tỉnh gửi"),
    ("quantri", "quản trị: cơ quan, cán bộ, việc chạy nền"),
]


@dataclass(frozen=True)
class Order:
    """A written authority to sign by order of a committee. `days` from today it ends; 0 for no end."""

    login: str
    position: str
    basis: str
    types: tuple[str, ...]
    days: int = 0


ORDERS = [
    Order(
        "son",
        "Chánh Văn phòng",
        "Quyết định số 25-QĐ/TU ngày 20/10/2025 của Ban Thường vụ Tỉnh uỷ",
        ("cong-van", "thong-bao"),
    ),
    Order(
        "yen",
        "Phó Chánh Văn phòng",
        "Thông báo số 31-TB/TU ngày 20/10/2025 của Ban Thường vụ Tỉnh uỷ",
        ("cong-van",),
        days=60,
    ),
]

PHRASES = [
    "Phòng Tổng hợp chủ trì, tham mưu văn bản trả lời, trình tôi trước hạn.",
    "Đồng ý. Giao các đơn vị thực hiện.",
    "Sao gửi các đồng chí Thường trực để biết.",
    "Lưu hồ sơ theo dõi.",
    "Đề nghị báo cáo rõ số liệu và nguồn.",
]
