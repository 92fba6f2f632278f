"""Vietnamese office text made up from word lists: varied enough that search has to work, the same for the same seed."""

from __future__ import annotations

from random import Random
from typing import Final

TYPES: Final = {
    "cong-van": ("CV", "Công văn", 46),
    "bao-cao": ("BC", "Báo cáo", 14),
    "thong-bao": ("TB", "Thông báo", 10),
    "quyet-dinh": ("QĐ", "Quyết định", 9),
    "ke-hoach": ("KH", "Kế hoạch", 7),
    "to-trinh": ("TTr", "Tờ trình", 5),
    "ket-luan": ("KL", "Kết luận", 4),
    "huong-dan": ("HD", "Hướng dẫn", 2),
    "chi-thi": ("CT", "Chỉ thị", 1),
    "nghi-quyet": ("NQ", "Nghị quyết", 1),
    "chuong-trinh": ("CTr", "Chương trình", 1),
}
"""Code: abbreviation, name, how many of a hundred."""

_ACTS: Final = ["triển khai", "tổ chức thực hiện", "kiểm tra, giám sát", "sơ kết", "tổng kết", "rà soát, bổ sung", "xây dựng", "hoàn thiện", "phê duyệt", "thẩm định", "góp ý", "đôn đốc", "quán triệt", "tuyên truyền", "điều chỉnh", "sắp xếp", "tháo gỡ khó khăn trong", "đẩy mạnh", "nâng cao chất lượng", "tăng cường", "báo cáo kết quả", "cung cấp thông tin về", "chuẩn bị", "đăng ký", "thống kê", "xử lý", "chấn chỉnh", "đổi mới", "phân công", "hướng dẫn"]
_MATTERS: Final = ["công tác cán bộ", "quy hoạch cán bộ", "luân chuyển cán bộ", "đào tạo, bồi dưỡng lý luận chính trị", "phát triển đảng viên", "sinh hoạt chi bộ", "đại hội đảng bộ cơ sở", "công tác kiểm tra của cấp uỷ", "thi hành kỷ luật đảng", "chuyển đổi số", "văn thư, lưu trữ", "hồ sơ điện tử", "bảo vệ bí mật nhà nước", "cải cách hành chính", "tinh giản biên chế", "sắp xếp bộ máy", "thu ngân sách", "giải ngân vốn đầu tư công", "xây dựng nông thôn mới", "giảm nghèo bền vững", "phòng cháy, chữa cháy rừng", "phòng, chống thiên tai", "phòng, chống tham nhũng, lãng phí", "tiếp công dân", "giải quyết khiếu nại, tố cáo", "dân vận khéo", "quy chế dân chủ ở cơ sở", "công tác tôn giáo", "đồng bào dân tộc thiểu số", "giáo dục mầm non", "trường phổ thông nội trú", "bảo hiểm y tế toàn dân", "khám sức khoẻ định kỳ", "an toàn thực phẩm", "giải phóng mặt bằng", "quản lý đất đai", "khai thác khoáng sản", "bảo vệ môi trường", "xử lý rác thải sinh hoạt", "cấp nước sạch", "giao thông nông thôn", "đường cao tốc liên vùng", "cảng cạn", "khu công nghiệp", "cụm công nghiệp làng nghề", "du lịch cộng đồng", "di sản văn hoá", "lễ hội truyền thống", "báo chí, xuất bản", "thông tin cơ sở", "quốc phòng toàn dân", "huấn luyện dân quân", "tuyển chọn và gọi công dân nhập ngũ", "an ninh trật tự", "phòng, chống ma tuý", "trật tự an toàn giao thông", "quản lý cư trú", "hợp tác xã kiểu mới", "cây ăn quả có múi", "chăn nuôi an toàn sinh học", "nuôi trồng thuỷ sản", "rừng trồng gỗ lớn", "mã số vùng trồng", "truy xuất nguồn gốc", "xúc tiến đầu tư", "hỗ trợ doanh nghiệp nhỏ và vừa", "khởi nghiệp sáng tạo", "thi đua, khen thưởng", "bầu cử đại biểu", "tiếp xúc cử tri", "giám sát chuyên đề", "đối ngoại nhân dân", "kết nghĩa hai bên biên giới", "phân giới cắm mốc", "trực lãnh đạo dịp Tết", "chúc thọ người cao tuổi", "chế độ người có công", "nhà ở xã hội", "xoá nhà tạm, nhà dột nát", "lao động đi làm việc ở nước ngoài", "bình đẳng giới", "bảo vệ trẻ em", "thể dục thể thao", "sáp nhập thôn, tổ dân phố", "trụ sở làm việc dôi dư", "xe ô tô công", "mua sắm tập trung", "chữ ký số", "phần mềm dùng chung", "an toàn thông tin mạng", "số hoá tài liệu", "kỷ niệm ngày thành lập Đảng"]
_SCOPES: Final = ["năm {year}", "quý I năm {year}", "quý II năm {year}", "quý III năm {year}", "quý IV năm {year}", "6 tháng đầu năm {year}", "giai đoạn {year}-{later}", "tháng {month} năm {year}", "trên địa bàn {place}", "tại {place}", "của {office}", "theo Kết luận số {number}-KL/TU", "theo Nghị quyết số {number}-NQ/TU", "theo Chỉ thị số {number}-CT/TU", "sau khi thực hiện mô hình chính quyền địa phương hai cấp", "trong tình hình mới"]
_OPENINGS: Final = ["Thực hiện Kết luận số {number}-KL/TU ngày {day} của Ban Thường vụ về {matter}, {office} báo cáo như sau.", "Căn cứ Quy chế làm việc của cấp uỷ và đề nghị của {office} tại Tờ trình số {number}-TTr/TU, xét thấy việc {act} {matter} là cần thiết.", "Ngày {day}, tại {place}, đồng chí {person} đã chủ trì hội nghị bàn về việc {act} {matter}.", "{office} nhận được Công văn số {number}-CV/TU về việc {act} {matter}, sau khi xem xét, có ý kiến như sau.", "Theo chương trình công tác năm {year}, Văn phòng đề nghị các cơ quan, đơn vị {act} {matter}."]
_SENTENCES: Final = ["Kết quả {act} {matter} đạt {percent} % kế hoạch, tăng {small} % so với cùng kỳ.", "Còn {number} đơn vị chưa gửi báo cáo, trong đó có {place} và {place2}.", "Giao {office} chủ trì, phối hợp với {office2} {act} {matter}, hoàn thành trước ngày {day}.", "Đồng chí {person} chịu trách nhiệm theo dõi, đôn đốc việc {act} {matter} tại {place}.", "Khó khăn chủ yếu là {matter} và {matter2} chưa được quan tâm đúng mức ở {place}.", "Kinh phí thực hiện là {number} triệu đồng, lấy từ nguồn {matter2}.", "Các cấp uỷ cần gắn việc {act} {matter} với {matter2}, tránh hình thức.", "Đề nghị {office} tham mưu văn bản về {matter} trình Ban Thường vụ cho ý kiến.", "Tại {place}, {percent} % hộ dân đã đồng thuận với chủ trương về {matter}.", "Hội nghị thống nhất lùi thời hạn {act} {matter2} đến hết ngày {day}.", "Đoàn công tác do đồng chí {person} làm trưởng đoàn đã làm việc với {place} về {matter}.", "Trong quá trình thực hiện nếu có vướng mắc, phản ánh về {office} để tổng hợp."]
_OFFICES: Final = ["Ban Tổ chức", "Uỷ ban Kiểm tra", "Ban Tuyên giáo và Dân vận", "Ban Nội chính", "Văn phòng", "Trường Chính trị", "Mặt trận Tổ quốc", "Liên đoàn Lao động", "Hội Nông dân", "Hội Phụ nữ", "Đoàn Thanh niên", "Hội Cựu chiến binh", "Sở Tài chính", "Sở Nội vụ", "Sở Xây dựng", "Sở Y tế", "Sở Giáo dục và Đào tạo", "Sở Nông nghiệp và Môi trường", "Sở Khoa học và Công nghệ", "Công an", "Bộ Chỉ huy Quân sự", "Thanh tra", "Toà án nhân dân", "Viện Kiểm sát nhân dân", "Báo và Phát thanh, Truyền hình"]
_FAMILY: Final = (
    ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Trịnh", "Phan", "Võ", "Đào", "Mai", "Tô", "Hà", "Lương", "Nông"]
)
_MIDDLE: Final = ["Văn", "Thị", "Hữu", "Đức", "Minh", "Thanh", "Ngọc", "Quang", "Xuân", "Thu", "Hồng", "Anh", "Đình", "Công", "Kim", "Bích", "Gia", "Khánh", "Tuấn", "Hải"]
_GIVEN: Final = ["An", "Ân", "Bách", "Bảo", "Bình", "Cường", "Chi", "Châu", "Dũng", "Dung", "Duy", "Đạt", "Giang", "Hà", "Hải", "Hạnh", "Hằng", "Hiếu", "Hiền", "Hoà", "Hoa", "Huệ", "Hùng", "Huy", "Khoa", "Khôi", "Lan", "Liên", "Linh", "Loan", "Long", "Lộc", "Mai", "Mạnh", "Minh", "Nam", "Nga", "Ngân", "Nghĩa", "Nhàn", "Nhung", "Oanh", "Phong", "Phúc", "Phương", "Quân", "Quế", "Quý", "Quyên", "Sơn", "Tâm", "Tân", "Thái", "Thắng", "Thảo", "Thiện", "Thuỷ", "Thuý", "Tiến", "Toàn", "Trang", "Trí", "Trung", "Tú", "Tuấn", "Tùng", "Tuyết", "Uyên", "Vân", "Việt", "Vinh", "Xuân", "Yến"]
_PLACE_FIRST: Final = ["An", "Bình", "Cẩm", "Cao", "Châu", "Chiềng", "Đa", "Đại", "Đông", "Gia", "Hà", "Hải", "Hậu", "Hoà", "Hợp", "Hưng", "Khánh", "Kim", "La", "Lạc", "Long", "Lộc", "Mai", "Mỹ", "Mường", "Nà", "Nam", "Ngọc", "Nghĩa", "Nhân", "Ninh", "Phong", "Phú", "Phúc", "Phước", "Pu", "Quang", "Quảng", "Sơn", "Tam", "Tân", "Tây", "Thạch", "Thái", "Thanh", "Thiện", "Thịnh", "Thuận", "Thượng", "Tiên", "Trà", "Trung", "Trường", "Vạn", "Vân", "Vĩnh", "Xuân", "Yên"]
_PLACE_LAST: Final = ["An", "Bắc", "Bằng", "Bình", "Cát", "Châu", "Chính", "Cường", "Dương", "Đạo", "Điền", "Định", "Đông", "Giang", "Hà", "Hải", "Hiệp", "Hiếu", "Hoà", "Hoá", "Hội", "Hùng", "Hưng", "Khê", "Lâm", "Lập", "Liên", "Linh", "Lĩnh", "Long", "Lộc", "Lợi", "Minh", "Mỹ", "Ngãi", "Nghiệp", "Nguyên", "Ninh", "Phong", "Phú", "Phúc", "Phước", "Quan", "Quang", "Sơn", "Tân", "Thạnh", "Thành", "Thắng", "Thịnh", "Thọ", "Thuận", "Thuỷ", "Tiến", "Trì", "Trung", "Vinh", "Xá", "Xuyên", "Yên"]
_KINDS_OF_PLACE: Final = ("xã", "phường", "xã", "đặc khu", "xã")

RARE_PLACES: Final = ("Phiêng Khoài", "Lũng Cú Hạ", "Sốp Cộp Thượng", "Bù Gia Phúc", "Xín Cái Đông")
"""Names that a text holds once in some ten thousand."""


class Writer:
    """Writes titles and texts. Two writers with one seed write the same."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def pick(self, choices: tuple[str, ...] | list[str]) -> str:
        return choices[int(self.random.random() * len(choices))]

    def common(self, choices: list[str]) -> str:
        """The first choices far more often than the last, as in life."""
        return choices[int(self.random.random() ** 2 * len(choices))]

    def person(self) -> str:
        return f"{self.common(_FAMILY)} {self.pick(_MIDDLE)} {self.pick(_GIVEN)}"

    def place(self) -> str:
        if self.random.random() < 0.0002:
            return f"xã {self.pick(RARE_PLACES)}"
        return f"{self.pick(_KINDS_OF_PLACE)} {self.pick(_PLACE_FIRST)} {self.pick(_PLACE_LAST)}"

    def office(self) -> str:
        return self.common(_OFFICES)

    def title(self, type_name: str, year: int) -> str:
        about = f"{self.pick(_ACTS)} {self.common(_MATTERS)} {self._fill(self.pick(_SCOPES), year)}"
        return f"Về việc {about}" if type_name == "Công văn" else about[:1].upper() + about[1:]

    def text(self, year: int) -> str:
        many = 4 + int(self.random.random() * 5)
        parts = [self._fill(self.pick(_OPENINGS), year)]
        parts += [self._fill(self.pick(_SENTENCES), year) for _ in range(many)]
        return " ".join(parts)

    def _fill(self, pattern: str, year: int) -> str:
        random = self.random.random
        return pattern.format(
            year=year,
            later=year + 5,
            month=1 + int(random() * 12),
            day=f"{1 + int(random() * 28):02d}/{1 + int(random() * 12):02d}/{year}",
            number=1 + int(random() ** 2 * 900),
            percent=40 + int(random() * 60),
            small=1 + int(random() * 30),
            place=self.place(),
            place2=self.place(),
            person=self.person(),
            office=self.office(),
            office2=self.office(),
            matter=self.common(_MATTERS),
            matter2=self.common(_MATTERS),
            act=self.pick(_ACTS),
        )
